import type { RunResult } from '../../analysis/result.ts';
import { contestantNames, outcomesOf } from '../evidence.ts';
import { counted, listed, showCount } from '../format.ts';

const fates = (result: RunResult): string =>
  listed(
    contestantNames(result).map((name) => {
      const outcomes = outcomesOf(result, name);
      if (outcomes === null) return `${name} was not measured`;
      const { sent, completed, failed, lost } = outcomes;
      return `${name} completed ${showCount(completed)} of ${counted(sent, 'request')}, failed ${showCount(failed)} and lost ${showCount(lost)}`;
    }),
  );

type Judged = readonly { readonly verdict: string }[];

const countOf = (judged: Judged, verdict: string): number =>
  judged.filter((one) => one.verdict === verdict).length;

/** A budget that could not be judged neither held nor failed, and one beyond its limit within the noise did not hold either. */
const budgetsInWords = (budgets: Judged): string => {
  const all = counted(budgets.length, 'budget');
  const [open, close] = [countOf(budgets, 'invalid'), countOf(budgets, 'warn')];
  if (open === budgets.length)
    return open === 1 ? 'the one budget could not be judged' : `none of the ${all} could be judged`;
  const beside = [
    ...(close > 0 ? [`${close} ${close === 1 ? 'is' : 'are'} beyond the limit within the noise`] : []),
    ...(open > 0 ? [`${open} could not be judged`] : []),
  ];
  return `${countOf(budgets, 'pass')} of ${all} held${beside.length === 0 ? '' : ` (${beside.join(', ')})`}`;
};

const hypothesesInWords = (hypotheses: Judged): string => {
  const { length } = hypotheses;
  const open = countOf(hypotheses, 'inconclusive');
  if (open === length)
    return length === 1
      ? 'the one hypothesis could not be decided'
      : `none of the ${length} hypotheses could be decided`;
  const beside = open === 0 ? '' : ` (${open} could not be decided)`;
  return `${countOf(hypotheses, 'supported')} of ${length} ${length === 1 ? 'hypothesis was' : 'hypotheses were'} supported${beside}`;
};

const held = ({ budgets, hypotheses }: RunResult): string => {
  const parts = [
    ...(budgets.length > 0 ? [budgetsInWords(budgets)] : []),
    ...(hypotheses.length > 0 ? [hypothesesInWords(hypotheses)] : []),
  ];
  return parts.length === 0 ? '' : `; ${listed(parts)}`;
};

/** What the run found, in one sentence, for somebody who reads no further. */
export const verdictSentence = (result: RunResult): string => {
  const found = `${fates(result)}${held(result)}.`;
  if (result.partial) return `The run was interrupted; of what was measured: ${found}`;
  if (result.verdict === 'invalid')
    return `The measurement cannot be used. What was seen all the same: ${found}`;
  return found;
};
