import type { Broker } from '../broker/broker.ts';
import type { Fault, FaultSpec, TargetControl } from '../faults/fault.ts';
import type { ServiceTarget } from '../faults/target.ts';
import type { Instance } from './instance.ts';
import type { LinkProcess } from './link-process.ts';

/** The parts of a round that faults can act on. */
export interface FaultTargets {
  readonly instances: readonly Instance[];
  /** null when the style needs none. */
  readonly broker: Broker | null;
  /** null when no fault names a link. */
  readonly links: LinkProcess | null;
}

/** The record of a fault while its injection goes on. */
export interface OpenRecord {
  struckAt: number | null;
  liftedAt: number | null;
  bites: number;
  readonly plannedAt: number;
  readonly plannedForMs: number;
  applies: boolean;
  /** Why it could not be injected or cleared. */
  error?: string;
}

const instancesOf = (
  { instances }: FaultTargets,
  { service, instance }: ServiceTarget,
): readonly Instance[] =>
  instances.filter(
    ({ role, name }) => role === service && (instance === null || name === `${service}-${instance}`),
  );

const controlOf = (instances: readonly Instance[]): TargetControl => ({
  kill: async () => {
    await Promise.all(instances.map((instance) => instance.kill()));
  },
  restart: async () => {
    await Promise.all(instances.map((instance) => instance.restart()));
  },
  signal: (signal) => {
    for (const instance of instances) instance.signal(signal);
    return Promise.resolve();
  },
  finish: async (withinMs) => {
    await Promise.all(instances.map((instance) => instance.finish(withinMs)));
  },
  ended: () => instances.filter(({ pid }) => pid() === null).length,
  get each() {
    return instances.map((instance) => controlOf([instance]));
  },
});

/** `opensAt`: when it is to take connections again (`nowMs()`). */
const brokerControl = (broker: Broker, opensAt: () => number | undefined): TargetControl => ({
  kill: () => broker.kill(),
  restart: () => broker.restart(opensAt()),
  finish: (withinMs) => broker.finish(withinMs),
  signal: (signal) => broker.signal(signal),
  ended: () => (broker.pid === null ? 1 : 0),
  get each() {
    return [brokerControl(broker, opensAt)];
  },
});

/** Injects a fault, adds to `injections` what clears it, hook by hook, and counts in its record what it affected. */
type Inject = (fault: Fault, record: OpenRecord, injections: AsyncDisposable[]) => Promise<void>;

/** `size`: the processes of the target, all of them affected unless the fault counts by itself. */
const fromOutside =
  (control: TargetControl, size: number, { settings }: FaultSpec): Inject =>
  async ({ inject }, record, injections) => {
    const injection = await inject?.(control, settings);
    if (injection === undefined) return;
    injections.push({
      [Symbol.asyncDispose]: async () => {
        await injection[Symbol.asyncDispose]();
        record.bites += injection.affected?.() ?? size;
      },
    });
  };

const fromInside =
  (instances: readonly Instance[], spec: FaultSpec): Inject =>
  async ({ wrap, start }, record, injections) => {
    if (wrap === undefined && start === undefined) return;
    await Promise.all(instances.map((instance) => instance.inject(spec)));
    injections.push({
      [Symbol.asyncDispose]: async () => {
        const cleared = await Promise.all(instances.map((instance) => instance.clear(spec.id)));
        record.bites += cleared.reduce((sum, answer) => sum + (answer?.affected ?? 0), 0);
      },
    });
  };

const onLink =
  (links: LinkProcess, spec: FaultSpec): Inject =>
  async (_fault, record, injections) => {
    await links.inject(spec);
    injections.push({
      [Symbol.asyncDispose]: async () => {
        const { affected, used } = await links.clear(spec.id);
        record.bites += affected;
        // A style that never opens a connection there has no such link.
        record.applies = used;
      },
    });
  };

/** How a fault is injected into its part of the round; null when this contestant has no such part. */
export const injectInto = (
  targets: FaultTargets,
  spec: FaultSpec,
  opensAt: () => number | undefined,
): Inject | null => {
  const { target } = spec;
  const { broker, links } = targets;
  switch (target.kind) {
    case 'link':
      return links?.has(target) === true ? onLink(links, spec) : null;
    case 'broker':
      return broker === null ? null : fromOutside(brokerControl(broker, opensAt), 1, spec);
    case 'service': {
      const instances = instancesOf(targets, target);
      if (instances.length === 0) return null;
      const outside = fromOutside(controlOf(instances), instances.length, spec);
      const inside = fromInside(instances, spec);
      return async (...all) => {
        await outside(...all);
        await inside(...all);
      };
    }
  }
};
