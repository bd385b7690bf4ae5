import { setTimeout as delay } from 'node:timers/promises';
import type { FaultRecord } from '../analysis/result.ts';
import type { Broker } from '../broker/broker.ts';
import type { Fault, FaultSpec, FaultTarget } from '../faults/fault.ts';
import { faults as registry } from '../faults/index.ts';
import { nowMs } from '../shared/clock.ts';
import { UsageError } from '../shared/errors.ts';
import type { Instance } from './instance.ts';

/** What faults can strike in a round. */
export interface Battlefield {
  readonly instances: readonly Instance[];
  /** null when the style needs none. */
  readonly broker: Broker | null;
}

/** Strikes and lifts the faults of a scenario at their times, and records when that really happened. */
export interface FaultDriver {
  /** Resolves when every fault was lifted, after an abort at once. */
  readonly done: Promise<void>;
  readonly records: () => FaultRecord[];
}

interface Mutable {
  struckAt: number | null;
  liftedAt: number | null;
  bites: number;
}

const instancesOf = (field: Battlefield, { target, settings }: FaultSpec): readonly Instance[] => {
  const all = field.instances.filter(({ role }) => role === target);
  const only = settings['instance'];
  return typeof only === 'number' ? all.filter(({ name }) => name === `${target}-${only}`) : all;
};

const everyOne = (instances: readonly Instance[]): FaultTarget => ({
  kill: async () => {
    await Promise.all(instances.map((instance) => instance.kill()));
  },
  restart: async () => {
    await Promise.all(instances.map((instance) => instance.restart()));
  },
  signal: (signal) => {
    for (const instance of instances) instance.signal(signal);
  },
});

const theBroker = (broker: Broker): FaultTarget => ({
  kill: () => broker.kill(),
  restart: () => broker.restart(),
  signal: (signal) => {
    if (broker.pid !== null) process.kill(broker.pid, signal);
  },
});

/** The part of the round that a spec strikes; null when this contestant has no such part. */
const targetOf = (field: Battlefield, spec: FaultSpec): { target: FaultTarget; size: number } | null => {
  if (spec.target === 'broker') return field.broker && { target: theBroker(field.broker), size: 1 };
  const instances = instancesOf(field, spec);
  return instances.length === 0 ? null : { target: everyOne(instances), size: instances.length };
};

const fromInside = async (
  instances: readonly Instance[],
  spec: FaultSpec,
  record: Mutable,
): Promise<AsyncDisposable> => {
  await Promise.all(instances.map((instance) => instance.strike(spec)));
  return {
    [Symbol.asyncDispose]: async () => {
      const lifted = await Promise.all(instances.map((instance) => instance.lift(spec.id)));
      record.bites += lifted.reduce((sum, answer) => sum + (answer?.bites ?? 0), 0);
    },
  };
};

const faultOf = ({ type }: FaultSpec): Fault => {
  const fault = registry.get(type);
  if (fault === undefined) throw new UsageError(`no fault is named ${type}`);
  return fault;
};

/** `originMs` is the `nowMs()` of the end of the warm-up; fault times count from it. */
export const driveFaults = (
  specs: readonly FaultSpec[],
  field: Battlefield,
  originMs: number,
  signal: AbortSignal,
): FaultDriver => {
  const runs = specs.map((spec) => {
    const fault = faultOf(spec);
    const struck = targetOf(field, spec);
    const record: Mutable = { struckAt: null, liftedAt: null, bites: 0 };
    const until = async (atMs: number): Promise<boolean> =>
      delay(Math.max(0, originMs + atMs - nowMs()), true, { signal }).catch(() => false);

    const run = async (): Promise<void> => {
      if (struck === null || !(await until(spec.atMs))) return;
      const undo: AsyncDisposable[] = [];
      try {
        if (fault.strike) {
          undo.push(await fault.strike(struck.target, spec.settings as never));
          record.bites += struck.size;
        }
        if (fault.wrap) undo.push(await fromInside(instancesOf(field, spec), spec, record));
        record.struckAt = nowMs() - originMs;
        await until(spec.atMs + spec.forMs);
      } finally {
        for (const lift of undo.reverse()) await lift[Symbol.asyncDispose]();
        if (record.struckAt !== null) record.liftedAt = nowMs() - originMs;
      }
    };
    return { spec, record, applies: struck !== null, done: run() };
  });
  return {
    done: Promise.all(runs.map(({ done }) => done)).then(() => undefined),
    records: () =>
      runs.map(({ spec: { type, target }, record, applies }) => ({ type, target, applies, ...record })),
  };
};
