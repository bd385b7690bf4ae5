import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from '../broker/broker.ts';
import type { Fault, FaultSpec, FaultTarget, Struck } from '../faults/fault.ts';
import { faults as registry } from '../faults/index.ts';
import type { FaultRecord } from '../result/observations.ts';
import { endsOf } from '../scenario/target.ts';
import { nowMs } from '../shared/clock.ts';
import { messageOf, UsageError } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';
import { type PlannedInjection, restartsBroker } from './injection-plan.ts';
import type { Instance } from './instance.ts';
import type { LinkProcess } from './link-process.ts';

/** What faults can strike in a round. */
export interface Battlefield {
  readonly instances: readonly Instance[];
  /** null when the style needs none. */
  readonly broker: Broker | null;
  /** null when no fault names a link. */
  readonly links: LinkProcess | null;
}

/** Strikes and lifts the faults of a scenario at their times, and records when that really happened. */
export interface FaultDriver {
  /** Resolves when every fault was lifted, after an abort at once; never rejects. */
  readonly done: Promise<void>;
  readonly records: () => FaultRecord[];
}

interface Mutable {
  struckAt: number | null;
  liftedAt: number | null;
  bites: number;
  readonly plannedAt: number;
  readonly plannedForMs: number;
  applies: boolean;
  /** Why it could not be injected or cleared. */
  error?: string;
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
  ended: () => instances.filter(({ pid }) => pid() === null).length,
});

/** `opensAt`: when it is to take connections again (`nowMs()`). */
const theBroker = (broker: Broker, opensAt: () => number | undefined): FaultTarget => ({
  kill: () => broker.kill(),
  restart: () => broker.restart(opensAt()),
  signal: (signal) => {
    if (broker.pid !== null) process.kill(broker.pid, signal);
  },
  ended: () => (broker.pid === null ? 1 : 0),
});

const fromOutside = async (
  { strike }: Fault,
  target: FaultTarget,
  size: number,
  { settings }: FaultSpec,
  record: Mutable,
): Promise<AsyncDisposable | null> => {
  const struck: Struck | undefined = await strike?.(target, settings as never);
  if (struck === undefined) return null;
  return {
    [Symbol.asyncDispose]: async () => {
      await struck[Symbol.asyncDispose]();
      record.bites += struck.bites?.() ?? size;
    },
  };
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

const onLink = async (links: LinkProcess, spec: FaultSpec, record: Mutable): Promise<AsyncDisposable> => {
  await links.strike(spec);
  return {
    [Symbol.asyncDispose]: async () => {
      const { bites, used } = await links.lift(spec.id);
      record.bites += bites;
      // A style that never opens a connection there has no such link.
      record.applies = used;
    },
  };
};

/** Strikes, and hands over what undoes it, hook by hook. */
type Strike = (fault: Fault, record: Mutable, undo: AsyncDisposable[]) => Promise<void>;

/** How a spec strikes its part of the round; null when this contestant has no such part. */
const strikeOf = (field: Battlefield, spec: FaultSpec, opensAt: () => number | undefined): Strike | null => {
  const { broker, links } = field;
  if (endsOf(spec.target) !== null) {
    if (links === null || !links.has(spec.target)) return null;
    return async (_, record, undo) => void undo.push(await onLink(links, spec, record));
  }
  const instances = instancesOf(field, spec);
  if (spec.target === 'broker' ? broker === null : instances.length === 0) return null;
  const target =
    broker !== null && spec.target === 'broker' ? theBroker(broker, opensAt) : everyOne(instances);
  const size = spec.target === 'broker' ? 1 : instances.length;
  return async (fault, record, undo) => {
    const outside = await fromOutside(fault, target, size, spec, record);
    if (outside !== null) undo.push(outside);
    if (fault.wrap) undo.push(await fromInside(instances, spec, record));
  };
};

const faultOf = ({ type }: FaultSpec): Fault => {
  const fault = registry.get(type);
  if (fault === undefined) throw new UsageError(`no fault is named ${type}`);
  return fault;
};

/** Undoes all that was done, also where one of them fails: a failure is a record and never the end of a run. */
const clear = async (undo: AsyncDisposable[], record: Mutable): Promise<void> => {
  for (const lift of undo.reverse()) {
    try {
      await lift[Symbol.asyncDispose]();
    } catch (error) {
      record.error ??= redact(`could not be cleared: ${messageOf(error)}`);
    }
  }
};

/**
 * Carries out the plan, which stands in the order of `specs`. `originMs` is the `nowMs()` of the end of the warm-up, from which fault
 * times count, `loadEndsMs` that of the end of the load. An outage is as long as planned from the moment at which it began; one that follows another begins when that is over.
 */
export const driveFaults = (
  specs: readonly FaultSpec[],
  plan: readonly PlannedInjection[],
  field: Battlefield,
  { originMs, loadEndsMs }: { readonly originMs: number; readonly loadEndsMs: number },
  signal: AbortSignal,
): FaultDriver => {
  const done: Promise<void>[] = [];
  const runs = specs.map((spec, index) => {
    const { atMs, forMs, leadMs, follows } = plan[index] ?? { ...spec, leadMs: 0, follows: [] };
    const fault = faultOf(spec);
    const record: Mutable = {
      ...{ struckAt: null, liftedAt: null, bites: 0 },
      ...{ plannedAt: atMs, plannedForMs: forMs },
      applies: false,
    };
    const endsAt = (): number => originMs + (record.struckAt ?? atMs) + forMs;
    const strike = strikeOf(field, spec, () =>
      restartsBroker(spec) && !signal.aborted ? endsAt() : undefined,
    );
    record.applies = strike !== null;
    const until = async (ms: number): Promise<boolean> =>
      delay(Math.max(0, ms - nowMs()), true, { signal }).catch(() => false);

    const run = async (): Promise<void> => {
      if (strike === null || !(await until(originMs + atMs))) return;
      await Promise.all(done.filter((_, place) => follows.includes(place)));
      if (signal.aborted) return;
      if (nowMs() >= loadEndsMs) {
        record.error = 'could not be injected: the load was over before its turn came';
        return;
      }
      const undo: AsyncDisposable[] = [];
      let isLate = false;
      try {
        await strike(fault, record, undo);
        record.struckAt = nowMs() - originMs;
        isLate = nowMs() > loadEndsMs;
        if (!isLate) await until(endsAt() - leadMs);
      } catch (error) {
        record.error = redact(`could not be injected: ${messageOf(error)}`);
      }
      await clear(undo, record);
      if (record.struckAt !== null && record.error === undefined) record.liftedAt = nowMs() - originMs;
      if (isLate) record.error ??= 'struck only when the load was over; set `at` earlier';
    };
    return { spec, record, run };
  });
  // Each waits for its time before it looks at those that it follows.
  for (const { run } of runs) done.push(run());
  return {
    done: Promise.all(done).then(() => undefined),
    records: () => runs.map(({ spec: { type, target }, record }) => ({ type, target, ...record })),
  };
};
