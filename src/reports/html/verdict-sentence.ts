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

const held = ({ budgets, hypotheses }: RunResult): string => {
  const kept = budgets.filter(({ verdict }) => verdict === 'pass' || verdict === 'warn').length;
  const borne = hypotheses.filter(({ verdict }) => verdict === 'supported').length;
  const parts = [
    ...(budgets.length > 0 ? [`${kept} of ${counted(budgets.length, 'budget')} held`] : []),
    ...(hypotheses.length > 0
      ? [
          `${borne} of ${hypotheses.length} ${hypotheses.length === 1 ? 'hypothesis was' : 'hypotheses were'} supported`,
        ]
      : []),
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
