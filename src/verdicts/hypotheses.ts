import type { RoundResult } from '../result/round.ts';
import type { HypothesisResult } from '../result/run.ts';
import type { Comparable } from '../scenario/language/expression.ts';
import type { Expression } from '../scenario/scenario.ts';
import { leavingOutBefore, unhealthyBefore } from './healthy-before.ts';
import { type Distance, isBroken, lateGenerator, type Measurement, measure } from './measurement.ts';

type Verdict = HypothesisResult['verdict'];

/**
 * Counts speak round by round; measured values by the interval of their median, and of one round by a value that is clear of
 * the limit.
 */
const verdictOf = ({ operator, exact }: Comparable, { excess, interval, slack }: Distance): Verdict => {
  const broken = exact
    ? excess.map((value) => isBroken(operator, value))
    : [interval.low - slack, interval.high + slack].map((value) => isBroken(operator, value));
  if (broken.every((wrong) => !wrong)) return 'supported';
  return broken.every((wrong) => wrong) ? 'refuted' : 'inconclusive';
};

/** What the lateness of the generator could turn is open. */
const judgeMeasured = (comparable: Comparable, measured: Measurement) => {
  const verdict = verdictOf(comparable, measured);
  if (verdict === verdictOf(comparable, measured.withoutLag)) return { verdict, detail: measured.detail };
  return { verdict: 'inconclusive' as const, detail: `${measured.detail}: ${lateGenerator}` };
};

/** Whether the rounds refute it also when what was due before the fault is left out. */
const refutedWithoutBefore = (
  comparable: Comparable,
  rounds: readonly RoundResult[],
  contestant: string | null,
): boolean => {
  const later = leavingOutBefore(comparable, rounds);
  if (later === null) return false;
  const measured = measure(comparable, later, contestant);
  return !('error' in measured) && judgeMeasured(comparable, measured).verdict === 'refuted';
};

/** A contestant that was broken before the fault supports nothing about it; what it breaks later it breaks all the same. */
const judgePart = (
  comparable: Comparable,
  rounds: readonly RoundResult[],
  contestant: string | null,
): Pick<HypothesisResult, 'verdict' | 'detail'> => {
  const measured = measure(comparable, rounds, contestant);
  if ('error' in measured) return { verdict: 'inconclusive', detail: measured.error };
  const judged = judgeMeasured(comparable, measured);
  const doubt = unhealthyBefore(comparable, rounds, contestant);
  if (doubt === null) return judged;
  if (judged.verdict === 'refuted' && refutedWithoutBefore(comparable, rounds, contestant)) return judged;
  return { verdict: 'inconclusive', detail: `${measured.detail}; ${doubt}` };
};

const judge = (
  { parsed, ...placed }: Expression,
  rounds: readonly RoundResult[],
  contestants: readonly string[],
): HypothesisResult => {
  const parts = (parsed.forEach ? contestants : [null]).map((contestant) =>
    judgePart(parsed, rounds, contestant),
  );
  const verdicts = parts.map(({ verdict }) => verdict);
  const doubtful = verdicts.includes('inconclusive') || verdicts.length === 0 ? 'inconclusive' : 'supported';
  return {
    ...placed,
    verdict: verdicts.includes('refuted') ? 'refuted' : doubtful,
    detail: parts.map(({ detail }) => detail).join('; '),
  };
};

/**
 * What the rounds say about each hypothesis. It is never a matter of one lucky round: counts must agree in all rounds,
 * measured values with their whole interval. What cannot be measured is inconclusive and says why.
 */
export const judgeHypotheses = (
  rounds: readonly RoundResult[],
  expressions: readonly Expression[],
  contestants: readonly string[],
): readonly HypothesisResult[] => expressions.map((expression) => judge(expression, rounds, contestants));
