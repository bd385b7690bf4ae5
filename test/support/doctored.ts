import { summarise } from '../../src/analysis/summary.ts';
import type { PhaseName, Quantiles } from '../../src/result/figures.ts';
import { phaseNames } from '../../src/result/figures.ts';
import type { RoundResult } from '../../src/result/round.ts';
import type { RunResult } from '../../src/result/run.ts';
import { healthyRun } from './sample-results.ts';

type Ranks = 'p50' | 'p95';

const withRanks = <Figures extends Quantiles>(figures: Figures, ms: number | 'never'): Figures => {
  const ranks: readonly Ranks[] = ['p50', 'p95'];
  const value = ms === 'never' ? null : ms;
  return {
    ...figures,
    p50: value,
    p95: value,
    never: [
      ...figures.never.filter((name) => !ranks.includes(name as Ranks)),
      ...(ms === 'never' ? ranks : []),
    ],
  };
};

const doctored = (round: RoundResult, ms: number | 'never'): RoundResult => ({
  ...round,
  phases: Object.fromEntries(
    phaseNames.map((name) => [
      name,
      {
        ...round.phases[name],
        accepted: withRanks(round.phases[name].accepted, ms),
        completed: withRanks(round.phases[name].completed, ms),
      },
    ]),
  ) as Record<PhaseName, RoundResult['phases'][PhaseName]>,
});

/**
 * A run without faults of as many rounds as each contestant has figures: accepted and completed p50 and p95 of round n are
 * the n-th of them, ms or "never".
 */
export const runWithLatencies = (
  latencies: Readonly<Record<string, readonly (number | 'never')[]>>,
): RunResult => {
  const sample = healthyRun();
  const [first] = sample.rounds;
  const [template] = sample.scenario.contestants;
  const names = Object.keys(latencies);
  const contestants = names.map((name) => ({ ...template!, name }));
  const rounds = names.flatMap((contestant) =>
    latencies[contestant]!.map((ms, index) =>
      doctored({ ...first!, contestant, style: template!.style, round: index + 1 }, ms),
    ),
  );
  return {
    ...sample,
    rounds,
    hypotheses: [],
    budgets: [],
    scenario: {
      ...sample.scenario,
      contestants,
      rounds: Math.max(...names.map((name) => latencies[name]!.length)),
    },
    summary: summarise(rounds, contestants),
  };
};
