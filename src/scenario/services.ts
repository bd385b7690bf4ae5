import { clip } from '../shared/clip.ts';
import { suggest } from '../shared/near-miss.ts';
import type { Workflow } from '../workflow/definition.ts';
import type { ScenarioDocument } from './document.ts';
import type { Problem } from './problem.ts';
import type { ServiceSpec } from './scenario.ts';

/** What a scenario or a contestant writes of its services. */
export type WrittenServices = Readonly<
  Record<string, { readonly [K in keyof ServiceSpec]?: ServiceSpec[K] | undefined }>
>;

/** Capacity of a service where nothing is said of it. */
export const usualCapacity = { instances: 1, workers: 32 } as const;

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

/** Every service of the workflow with what is written of it, and else its usual capacity and work. */
export const servicesOf = (
  written: WrittenServices,
  { services }: Workflow,
): Readonly<Record<string, ServiceSpec>> =>
  Object.fromEntries(
    Object.entries(services).map(([name, { work }]) => {
      const own = Object.hasOwn(written, name) ? written[name] : undefined;
      return [
        name,
        {
          instances: own?.instances ?? usualCapacity.instances,
          workers: own?.workers ?? usualCapacity.workers,
          work: own?.work ?? work,
        },
      ];
    }),
  );
