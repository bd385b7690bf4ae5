import type { RunResult } from '../result/run.ts';
import { summarise } from './summary.ts';

/** A run among several, with the short name under which its contestants appear. */
export interface Labelled {
  readonly label: string;
  readonly result: RunResult;
}

/** At most this many contestants fit on one axis. */
const mostOverlaid = 4;

/**
 * Several runs as one, so that every report of a run also shows runs side by side. Contestants are named `name@label`.
 * Rounds of different runs are not paired: the overlay carries no verdicts, no comparisons, and says why.
 */
export const overlay = (runs: readonly [Labelled, ...Labelled[]]): RunResult => {
  const [{ result: first }] = runs;
  const renamed = (name: string, label: string): string => `${name}@${label}`;
  const contestants = runs
    .flatMap(({ label, result }) =>
      result.scenario.contestants.map((contestant) => ({
        ...contestant,
        name: renamed(contestant.name, label),
      })),
    )
    .slice(0, mostOverlaid);
  const shown = new Set(contestants.map(({ name }) => name));
  const rounds = runs
    .flatMap(({ label, result }) =>
      result.rounds.map((round) => ({ ...round, contestant: renamed(round.contestant, label) })),
    )
    .filter(({ contestant }) => shown.has(contestant));
  const names = runs.map(({ label, result }) => `${result.scenario.name} (${label})`);
  return {
    ...first,
    scenario: {
      ...first.scenario,
      title: `Side by side: ${names.join(' and ')}`,
      claim: 'No claim: runs that were made apart, drawn on the same axes.',
      why: '',
      contestants,
    },
    hypotheses: [],
    budgets: [],
    reasons: [],
    warnings: [
      'These runs were made at different times. A difference between them may be the machine’s; measure both in one run to be sure.',
    ],
    rounds,
    summary: { contestants: summarise(rounds, contestants).contestants, comparisons: [] },
  };
};
