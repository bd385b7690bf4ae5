import { setTimeout as delay } from 'node:timers/promises';
import type { FaultSpec } from '../faults/fault.ts';
import { faultOf } from '../faults/index.ts';
import { targetText } from '../faults/target.ts';
import type { FaultRecord } from '../result/observations.ts';
import { nowMs } from '../shared/clock.ts';
import { messageOf } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';
import { type FaultTargets, injectInto, type OpenRecord } from './fault-targets.ts';
import { type PlannedInjection, restartsBroker } from './injection-plan.ts';

/** Injects and clears the faults of a scenario at their times, and records when that really happened. Disposing it waits until every fault was cleared. */
export interface FaultDriver extends AsyncDisposable {
  /** Resolves when every fault was cleared, after an abort at once; never rejects. */
  readonly done: Promise<void>;
  readonly records: () => FaultRecord[];
}

/** Longer than a broker takes to boot on a busy machine. */
const longPatience = { patienceMs: 120_000, briefMs: 20_000 };

/** How long an injection or its clearing may take, ms; and once the round has been aborted. */
export type Patience = typeof longPatience;

/** Rejects when the other has not come to an end in time: a fault from a module may never. */
const inTime = async (
  deed: Promise<void>,
  signal: AbortSignal,
  { patienceMs, briefMs }: Patience,
): Promise<void> => {
  const over = new AbortController();
  const late = async (): Promise<never> => {
    const ended = AbortSignal.any([over.signal]);
    const from = nowMs();
    await delay(patienceMs, undefined, { signal: AbortSignal.any([ended, signal]) }).catch(() => undefined);
    // An abort shortens the wait that is left.
    const left = Math.min(briefMs, patienceMs - (nowMs() - from));
    if (signal.aborted && left > 0) await delay(left, undefined, { signal: ended }).catch(() => undefined);
    throw new Error(`it did not come to an end within ${Math.round((nowMs() - from) / 1_000)} s`);
  };
  const waiting = late();
  waiting.catch(() => undefined);
  try {
    await Promise.race([deed, waiting]);
  } finally {
    over.abort();
  }
};

/** Clears all that was injected, also where one of them fails: a failure is recorded and never ends the run. */
const clear = async (
  injections: readonly AsyncDisposable[],
  record: OpenRecord,
  signal: AbortSignal,
  patience: Patience,
): Promise<void> => {
  for (const injection of injections.toReversed()) {
    try {
      await inTime(Promise.resolve(injection[Symbol.asyncDispose]()), signal, patience);
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
  targets: FaultTargets,
  { originMs, loadEndsMs }: { readonly originMs: number; readonly loadEndsMs: number },
  signal: AbortSignal,
  patience: Patience = longPatience,
): FaultDriver => {
  const done: Promise<void>[] = [];
  const runs = specs.map((spec, index) => {
    const { atMs, forMs, leadMs, follows } = plan[index] ?? { ...spec, leadMs: 0, follows: [] };
    const record: OpenRecord = {
      struckAt: null,
      liftedAt: null,
      bites: 0,
      plannedAt: atMs,
      plannedForMs: forMs,
      applies: false,
    };
    const endsAt = (): number => originMs + (record.struckAt ?? atMs) + forMs;
    const inject = injectInto(targets, spec, () =>
      restartsBroker(spec) && !signal.aborted ? endsAt() : undefined,
    );
    record.applies = inject !== null;
    const until = async (ms: number): Promise<boolean> =>
      delay(Math.max(0, ms - nowMs()), true, { signal }).catch(() => false);

    const run = async (): Promise<void> => {
      if (inject === null || !(await until(originMs + atMs))) return;
      await Promise.all(done.filter((_, place) => follows.includes(place)));
      if (signal.aborted) return;
      if (nowMs() >= loadEndsMs) {
        record.error = 'could not be injected: the load was over before its turn came';
        return;
      }
      const injections: AsyncDisposable[] = [];
      let isLate = false;
      try {
        const fault = await faultOf(spec);
        await inTime(inject(fault, record, injections), signal, patience);
        record.struckAt = nowMs() - originMs;
        isLate = nowMs() > loadEndsMs;
        if (!isLate) await until(endsAt() - leadMs);
      } catch (error) {
        record.error = redact(`could not be injected: ${messageOf(error)}`);
      }
      await clear(injections, record, signal, patience);
      if (record.struckAt !== null && record.error === undefined) record.liftedAt = nowMs() - originMs;
      if (isLate) record.error ??= 'injected only when the load was over; set `at` earlier';
    };
    return { spec, record, run };
  });
  // Each waits for its time before it looks at those that it follows.
  for (const { run } of runs) done.push(run());
  const allDone = Promise.all(done).then(() => undefined);
  return {
    done: allDone,
    [Symbol.asyncDispose]: () => allDone,
    records: () =>
      runs.map(({ spec: { type, target }, record }) => ({ type, target: targetText(target), ...record })),
  };
};
