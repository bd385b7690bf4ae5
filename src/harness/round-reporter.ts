import { fleetsOf } from '../scenario/measure.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { fleetTimes } from '../scenario/slice-plan.ts';
import { nowMs } from '../shared/clock.ts';
import type { RunListener } from './progress.ts';
import type { RoundParts } from './round-record.ts';

const everyMs = 250;
/** Start of processes and audit of a round, ms: a guess for the time that is left, nothing else. */
const overheadMs = 2_500;

/** Watches the rounds that are running and tells the listener of them a few times a second. */
export interface RoundReporter {
  /** `parts` is called with the parts of the round at the start of each phase; disposing it ends the reports. Several may run at once. */
  readonly watch: (
    contestant: string,
    round: number,
  ) => Disposable & { readonly parts: (parts: RoundParts) => void };
}

const named = ({ contestants }: Scenario) => contestants.map((contestant) => ({ contestant }));

export const roundReporter = (scenario: Scenario, listener: RunListener): RoundReporter => {
  const startedAt = nowMs();
  const rounds = scenario.rounds * scenario.contestants.length;
  const { warmUpMs, loadMs } = fleetTimes(scenario);
  const estimateMs = warmUpMs + loadMs + overheadMs;
  // Of those that are up together each stands for a part of the time.
  const eachMs =
    (estimateMs * fleetsOf(scenario.measure, named(scenario)).length) / scenario.contestants.length;
  let begun = 0;

  const notify = (contestant: string, round: number, parts: RoundParts): void => {
    const progress = parts.load?.progress() ?? null;
    const look = parts.sampler?.looks.at(-1);
    const now = nowMs();
    const roundLeftMs = Math.max(0, parts.originMs + estimateMs - warmUpMs - now);
    listener.progress({
      scenario: scenario.name,
      contestant,
      round,
      rounds: scenario.rounds,
      phase: parts.phase,
      elapsedMs: now - startedAt,
      remainingMs: Math.max(0, (rounds - begun) * eachMs) + roundLeftMs,
      sent: progress?.sent ?? 0,
      accepted: progress?.accepted ?? 0,
      completed: progress?.completed ?? 0,
      failed: progress?.failed ?? 0,
      t: now - parts.originMs,
      backlog: (look?.queued ?? 0) + (look?.owedMessages ?? 0),
      inFlight: look?.clientInFlight ?? 0,
      recent: progress?.recent ?? { accepted: null, completed: null },
      faults: parts.faults?.records() ?? [],
    });
  };

  return {
    watch: (contestant, round) => {
      let timer: NodeJS.Timeout | undefined;
      const stop = (): void => clearInterval(timer);
      begun += 1;
      const report = (parts: RoundParts): void => {
        stop();
        notify(contestant, round, parts);
        timer = setInterval(() => notify(contestant, round, parts), everyMs);
      };
      return { parts: report, [Symbol.dispose]: stop };
    },
  };
};
