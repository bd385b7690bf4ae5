import type { Scenario } from '../scenario/scenario.ts';
import { formatDuration } from '../shared/durations.ts';
import { planOf } from './plan-of.ts';

/** What a command that runs one scenario several times is about to do. */
export interface SeveralRuns {
  /** What is asked, in one line. */
  readonly question: string;
  /** What is tried, a line each. */
  readonly tries: readonly string[];
  /** All runs, in their order; for a search, those of the longest one that there may be. */
  readonly scenarios: readonly Scenario[];
  /** It ends earlier where an answer comes earlier. */
  readonly isSearch: boolean;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The plan and how long it takes, for people, before the first run. */
export const renderSeveralRuns = ({ question, tries, scenarios, isSearch }: SeveralRuns): string => {
  const estimates = scenarios.map((scenario) => planOf(scenario).estimatedMs);
  const least = estimates.reduce((sum, estimate) => sum + estimate.least, 0);
  const most = estimates.reduce((sum, estimate) => sum + estimate.most, 0);
  const rounds = scenarios.reduce((sum, scenario) => sum + scenario.rounds * scenario.contestants.length, 0);
  const [runs, all] = [counted(scenarios.length, 'run'), counted(rounds, 'round')];
  const lengths = `about ${formatDuration(least)}, at most ${formatDuration(most)} where every drain takes all its time`;
  return [
    question,
    ...tries.map((line) => `  ${line}`),
    isSearch
      ? `  at most ${runs} (${all}): ${lengths}; less where an answer comes earlier`
      : `  ${runs} (${all}): ${lengths}`,
  ].join('\n');
};
