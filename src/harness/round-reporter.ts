import type { Scenario } from '../scenario/scenario.ts';
import { nowMs } from '../shared/clock.ts';
import { lengthOf } from '../shared/stages.ts';
import type { RunListener } from './progress.ts';
import type { RoundParts } from './round-record.ts';

const everyMs = 250;
/** Start of processes and audit of a round, ms: a guess for the time that is left, nothing else. */
const overheadMs = 2_500;

/** Watches the round that is running and tells the listener of it a few times a second. */
export interface RoundReporter {
  /** `parts` is called with the parts of the round at the start of each phase; disposing it ends the reports. */
  readonly watch: (
    contestant: string,
    round: number,
  ) => Disposable & { readonly parts: (parts: RoundParts) => void };
}

/** How long one round of a scenario takes at least, ms. */
const roundMs = ({ load }: Scenario): number => load.warmUpMs + lengthOf(load.stages) + overheadMs;

export const roundReporter = (scenario: Scenario, listener: RunListener): RoundReporter => {
  const startedAt = nowMs();
  const rounds = scenario.rounds * scenario.contestants.length;
  const estimateMs = roundMs(scenario);
  let timer: NodeJS.Timeout | undefined;
  let begun = 0;

  const notify = (contestant: string, round: number, parts: RoundParts): void => {
    const progress = parts.load?.progress() ?? null;
    const look = parts.sampler?.looks.at(-1);
    const now = nowMs();
    const roundLeftMs = Math.max(0, parts.originMs + estimateMs - scenario.load.warmUpMs - now);
    listener.progress({
      scenario: scenario.name,
      contestant,
      round,
      rounds: scenario.rounds,
      phase: parts.phase,
      elapsedMs: now - startedAt,
      remainingMs: Math.max(0, (rounds - begun) * estimateMs) + roundLeftMs,
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

  const stop = (): void => clearInterval(timer);
  return {
    watch: (contestant, round) => {
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
