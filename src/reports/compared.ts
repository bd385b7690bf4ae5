import { countingRounds } from '../analysis/counting-rounds.ts';
import { metricValue } from '../analysis/metrics.ts';
import { type PhaseName, phaseNames } from '../result/figures.ts';
import type { Comparison, RunResult } from '../result/run.ts';
import { countFact } from './facts.ts';
import { claim, claimed, holds, named, type Phrase, phrase } from './phrases.ts';

const splitMetric = (metric: string): readonly [name: string, phase: PhaseName] => {
  const [name = '', phase] = metric.split(' ');
  return [name, phaseNames.find((one) => one === phase) ?? 'all'];
};

/** In how many of the rounds that have the figure it was never reached, and in how many it was. */
const reachedFacts = (result: RunResult, contestant: string, metric: string) => {
  const [name, phase] = splitMetric(metric);
  const values = countingRounds(result.rounds, contestant)
    .filter(({ phases }) => phases[phase].windows.length > 0)
    .map((round) => metricValue(round, name, phase));
  const place = (what: string) => ({ contestant, metric: `${what} ${name}`, window: phase });
  return {
    never: countFact(place('rounds.never'), values.filter((value) => value === 'never').length),
    reached: countFact(place('rounds.reached'), values.filter((value) => typeof value === 'number').length),
  };
};

/**
 * One side got there and the other never did: said only where every round that has the figure bears it out, else null.
 * `what`: what was never reached, in words.
 */
export const neverReached = (
  result: RunResult,
  { metric, a, b, verdict }: Comparison,
  what: Phrase,
): Phrase | null => {
  const [reached, never] = verdict === 'faster' ? [b, a] : [a, b];
  const [best, worst] = [reachedFacts(result, reached, metric), reachedFacts(result, never, metric)];
  const nowhere = claim('in any round', worst.reached, '=', 0);
  const neverIn = claim('never reached', worst.never, '>', 0);
  const everywhere = claim('in all', best.never, '=', 0);
  const did = claim('did', best.reached, '>', 0);
  if (![nowhere, neverIn, everywhere, did].every(holds)) return null;
  return phrase`${named(never)} ${claimed(neverIn)} ${what} ${claimed(nowhere)}, ${named(reached)} ${claimed(did)} ${claimed(everywhere)}`;
};
