import { countingRounds } from '../../analysis/counting-rounds.ts';
import type { Comparison, RunResult } from '../../result/run.ts';
import { neverReached } from '../compared.ts';
import { countFact } from '../facts.ts';
import { contestantNames, hasFault } from '../medians.ts';
import {
  claim,
  claimed,
  type Fact,
  holds,
  joinPhrases,
  named,
  noPhrase,
  type Phrase,
  phrase,
} from '../phrases.ts';
import type { Rule } from './sentence.ts';

const inWords = (metric: string): string =>
  metric.replace(/ all$/, '').replace(/ during$/, ' during the fault');

const percent = (ratio: number): string => {
  const share = Math.abs(ratio - 1) * 100;
  return `${share < 9.95 ? share.toFixed(1) : share.toFixed(0)}%`;
};

const differing = (result: RunResult, comparison: Comparison): readonly Phrase[] => {
  const { metric, a, b, ratio, low, high, verdict } = comparison;
  if (ratio === null) {
    const said = neverReached(result, comparison, named(inWords(metric)));
    return said === null ? [] : [phrase`${said}.`];
  }
  const fact = (side: 'ratio' | 'low' | 'high', value: number, shown: string): Fact => ({
    contestant: null,
    metric: `comparisons.${side} ${metric}`,
    window: `${b} against ${a}`,
    value,
    shown,
  });
  const by = fact('ratio', ratio, percent(ratio));
  const is = claim(`is ${verdict} than`, by, verdict === 'faster' ? '<' : '>', 1);
  if (!holds(is)) return [];
  const span =
    low === null || high === null
      ? noPhrase
      : phrase` (${fact('low', low, low.toFixed(2))} to ${fact('high', high, high.toFixed(2))} times)`;
  return [phrase`In ${named(inWords(metric))}, ${named(b)} ${claimed(is)} ${named(a)} by ${by}${span}.`];
};

const alikeOf = (result: RunResult, metric: string, alike: readonly Comparison[]): readonly Phrase[] => {
  if (alike.length === 0) return [];
  const most = contestantNames(result)
    .map((name) => ({ name, rounds: countingRounds(result.rounds, name).length }))
    .toSorted((one, other) => other.rounds - one.rounds)[0];
  const place = { contestant: most?.name ?? null, metric: 'rounds.valid', window: 'run' };
  const rounds = countFact(place, most?.rounds ?? 0, 'valid round');
  const pairs = joinPhrases(
    alike.map(({ a, b }) => phrase`${named(a)} and ${named(b)}`),
    '; ',
    '; ',
  );
  return [
    phrase`Not enough evidence of a difference in ${named(inWords(metric))}, over ${rounds} at most, between ${pairs}.`,
  ];
};

/** Completed p50 and p95 only: the other comparisons stand in the result. */
export const comparisons: Rule = (result) => {
  const phase = hasFault(result) ? 'during' : 'all';
  const place = { chart: 'percentiles', atMs: null, source: 'summary.comparisons[]' };
  return [`completed.p50 ${phase}`, `completed.p95 ${phase}`].flatMap((metric) => {
    const tested = result.summary.comparisons.filter((one) => one.metric === metric);
    const alike = tested.filter(({ verdict }) => verdict === 'no difference shown');
    return [
      ...tested.filter((one) => !alike.includes(one)).flatMap((one) => differing(result, one)),
      ...alikeOf(result, metric, alike),
    ].map((said) => ({ ...said, ...place }));
  });
};
