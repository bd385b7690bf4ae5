import { clip } from '../shared/clip.ts';
import { suggest } from '../shared/near-miss.ts';
import type { Workflow } from '../workflow/definition.ts';
import type { WorkTime } from '../workflow/simulated-work.ts';
import type { ScenarioDocument } from './document.ts';
import type { Problem } from './problem.ts';
import type { Autoscale, ServiceSpec } from './scenario.ts';

/** What a scenario or a contestant writes of a service. */
export interface WrittenService {
  readonly instances?: number | undefined;
  readonly workers?: number | undefined;
  readonly work?: WorkTime | undefined;
  readonly coldStart?: number | undefined;
  readonly autoscale?: Autoscale | undefined;
}

export type WrittenServices = Readonly<Record<string, WrittenService>>;

/** Capacity of a service where nothing is said of it. */
const usualCapacity = { instances: 1, workers: 32 } as const;

/** Services that the workflow does not have. */
export const strangeServices = (
  written: WrittenServices,
  { services }: Workflow,
  path: readonly PropertyKey[],
  document: ScenarioDocument,
): readonly Problem[] =>
  Object.keys(written)
    .filter((name) => !Object.hasOwn(services, name))
    .map((name) =>
      document.atKey(
        [...path, name],
        `unknown key \`${clip(name)}\`; ${suggest(name, Object.keys(services))}`,
      ),
    );

/** What is written of a service, in the words of a spec. */
export const ownSpec = ({
  instances,
  workers,
  work,
  coldStart,
  autoscale,
}: WrittenService): Partial<ServiceSpec> => ({
  ...(instances === undefined ? {} : { instances }),
  ...(workers === undefined ? {} : { workers }),
  ...(work === undefined ? {} : { work }),
  ...(coldStart === undefined ? {} : { coldStartMs: coldStart }),
  ...(autoscale === undefined ? {} : { instances: autoscale.from, autoscale }),
});

/** Every service of the workflow with what is written of it, and else its usual capacity and work. */
export const servicesOf = (
  written: WrittenServices,
  { services }: Workflow,
): Readonly<Record<string, ServiceSpec>> =>
  Object.fromEntries(
    Object.entries(services).map(([name, { work }]) => [
      name,
      { ...usualCapacity, work, ...(Object.hasOwn(written, name) ? ownSpec(written[name] ?? {}) : {}) },
    ]),
  );
