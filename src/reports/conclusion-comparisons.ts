import type { Comparison, RunResult } from '../result/run.ts';
import { neverReached } from './compared.ts';
import { contestantNames, hasFault, medianOf } from './medians.ts';
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
  plainWords,
} from './phrases.ts';

const isDecided = ({ verdict }: Comparison): boolean => verdict !== 'no difference shown';

/** Who was decided to be faster than most, then whose median is smallest: the one that the others are held against. */
const leaderOf = (result: RunResult, tested: readonly Comparison[]): string | undefined => {
  const wins = (name: string): number =>
    tested.filter(({ a, b, verdict }) =>
      verdict === 'faster' ? b === name : verdict === 'slower' && a === name,
    ).length;
  const timeOf = (name: string): number => {
    const [metric = '', phase] = tested[0]?.metric.split(' ') ?? [];
    const time = medianOf(result, name, metric, phase === 'during' ? phase : 'all');
    return typeof time === 'number' ? time : Number.MAX_VALUE;
  };
  return contestantNames(result)
    .filter((name) => tested.some(({ a, b }) => a === name || b === name))
    .toSorted((one, other) => wins(other) - wins(one) || timeOf(one) - timeOf(other))[0];
};

const factOf =
  ({ metric, a, b }: Comparison) =>
  (side: 'ratio' | 'low' | 'high', value: number): Fact => ({
    contestant: null,
    metric: `comparisons.${side} ${metric}`,
    window: `${b} against ${a}`,
    value,
    shown: value.toFixed(2),
  });

/** ` (0.74 to 0.77 times)`, the 95% interval of the ratio. */
const intervalOf = (comparison: Comparison): Phrase => {
  const { low, high } = comparison;
  const fact = factOf(comparison);
  return low === null || high === null ? noPhrase : phrase`, ${fact('low', low)} to ${fact('high', high)}`;
};

const decided = (result: RunResult, comparison: Comparison): Phrase | null => {
  const { a, b, ratio, verdict } = comparison;
  if (ratio === null) return neverReached(result, comparison, phrase`it`);
  const times = factOf(comparison)('ratio', ratio);
  const is = claim(`was ${verdict} than`, times, verdict === 'faster' ? '<' : '>', 1);
  if (!holds(is)) return null;
  return phrase`${named(b)} ${claimed(is)} ${named(a)} (${times} times its time${intervalOf(comparison)})`;
};

const hasInterval = ({ low, high }: Comparison): boolean => low !== null && high !== null;

/** What is not decided, each ratio with its interval where there are rounds enough for one. */
const undecided = (leader: string, pairs: readonly Comparison[]): readonly Phrase[] => {
  if (pairs.length === 0) return [];
  const others = pairs.map((pair) => {
    const { a, b, low, high } = pair;
    const fact = factOf(pair);
    const name = named(a === leader ? b : a);
    if (low === null || high === null) return name;
    return phrase`${name} (${fact('low', low)} to ${fact('high', high)} times)`;
  });
  const few = pairs.some(hasInterval) ? noPhrase : phrase`: too few rounds to tell`;
  return [phrase`no difference is shown between ${named(leader)} and ${joinPhrases(others)}${few}`];
};

const sentenceOf = (result: RunResult, subject: string, tested: readonly Comparison[]): readonly Phrase[] => {
  const leader = leaderOf(result, tested);
  if (leader === undefined) return [];
  const pairs = tested.filter(({ a, b }) => a === leader || b === leader);
  const statements = [
    ...pairs.filter(isDecided).flatMap((pair) => decided(result, pair) ?? []),
    ...undecided(
      leader,
      pairs.filter((pair) => !isDecided(pair)),
    ),
  ];
  if (statements.length === 0) return [];
  return [phrase`${plainWords(subject)}: ${joinPhrases(statements, '; ', '; ')}.`];
};

const isAlike = (one: readonly Comparison[], other: readonly Comparison[]): boolean =>
  one.length === other.length &&
  one.every(({ a, b, ratio, verdict }) =>
    other.some((two) => two.a === a && two.b === b && two.ratio === ratio && two.verdict === verdict),
  );

/**
 * How the median times to acceptance and to completion compare, in the words of their verdicts: the leader against each of the
 * others, a difference only where one was decided.
 */
export const comparedSentences = (
  result: RunResult,
  comparisons: readonly Comparison[],
): readonly Phrase[] => {
  const phase = hasFault(result) ? 'during' : 'all';
  const when = phase === 'during' ? ' of what was due during the fault' : '';
  const of = (metric: string) => comparisons.filter((one) => one.metric === `${metric} ${phase}`);
  const [accepted, completed] = [of('accepted.p50'), of('completed.p50')];
  const all = [...accepted, ...completed];
  if (all.length === 0) return [];
  if (!all.some((one) => isDecided(one) || hasInterval(one)))
    return [phrase`Whether their times${plainWords(when)} differ, so few rounds cannot tell.`];
  return [
    ...sentenceOf(result, `Median time to completion${when}`, completed),
    ...(isAlike(accepted, completed) ? [] : sentenceOf(result, `Median time to acceptance${when}`, accepted)),
  ];
};
