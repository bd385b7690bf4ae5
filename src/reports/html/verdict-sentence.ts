import type { RunResult } from '../../result/run.ts';
import { countFact, sumFact, withNoun } from '../facts.ts';
import { contestantNames, outcomesOf } from '../medians.ts';
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
} from '../phrases.ts';

const fates = (result: RunResult): Phrase =>
  joinPhrases(
    contestantNames(result).map((name) => {
      if (outcomesOf(result, name) === null) return phrase`${named(name)} was not measured`;
      const of = (key: 'sent' | 'completed' | 'failed' | 'lost') => sumFact(result, name, key, 'all');
      const sent = withNoun(of('sent'), 'request');
      return phrase`${named(name)} completed ${of('completed')} of ${sent}, failed ${of('failed')} and lost ${of('lost')}`;
    }),
  );

type Kind = 'budgets' | 'hypotheses';

/** How many of a kind there are, or have this verdict. */
const countOf = (result: RunResult, kind: Kind, verdict?: string): Fact => {
  const judged: readonly { readonly verdict: string }[] = result[kind];
  const own = judged.filter((one) => verdict === undefined || one.verdict === verdict);
  const metric = verdict === undefined ? kind : `${kind}.${verdict}`;
  return countFact({ contestant: null, metric, window: 'run' }, own.length);
};

const words = {
  budgets: {
    one: 'budget',
    many: 'budgets',
    good: 'pass',
    open: 'invalid',
    held: 'held',
    heldOne: 'held',
    openOf: 'could not be judged',
    none: 'could be judged',
  },
  hypotheses: {
    one: 'hypothesis',
    many: 'hypotheses',
    good: 'supported',
    open: 'inconclusive',
    held: 'were supported',
    heldOne: 'was supported',
    openOf: 'could not be decided',
    none: 'could be decided',
  },
} as const;

/** One that could not be judged neither held nor failed; one with a warning is in doubt, and did not hold either. */
const inWords = (result: RunResult, kind: Kind): Phrase => {
  const { one, many, good, open: openVerdict, held, heldOne, openOf, none } = words[kind];
  const all = countOf(result, kind);
  const open = countOf(result, kind, openVerdict);
  const noneJudged = claim('none of the', open, '=', all);
  const noun = plainWords(all.value === 1 ? one : many);
  if (all.value === 0) return noPhrase;
  if (holds(noneJudged))
    return all.value === 1
      ? phrase`the one ${noun} ${plainWords(openOf)}`
      : phrase`${claimed(noneJudged)} ${all} ${noun} ${plainWords(none)}`;
  const doubtful = countOf(result, kind, 'warn');
  const beside = [
    ...(doubtful.value > 0 ? [phrase`${doubtful} in doubt`] : []),
    ...(open.value > 0 ? [phrase`${open} ${plainWords(openOf)}`] : []),
  ];
  const aside = beside.length === 0 ? noPhrase : phrase` (${joinPhrases(beside, ', ', ', ')})`;
  return phrase`${countOf(result, kind, good)} of ${all} ${noun} ${plainWords(all.value === 1 ? heldOne : held)}${aside}`;
};

const held = (result: RunResult): Phrase => {
  const parts = (['budgets', 'hypotheses'] as const)
    .map((kind) => inWords(result, kind))
    .filter(({ text }) => text !== '');
  return parts.length === 0 ? noPhrase : phrase`; ${joinPhrases(parts)}`;
};

/** What the run found, in one sentence, for somebody who reads no further. */
export const verdictSentence = (result: RunResult): Phrase => {
  const found = phrase`${fates(result)}${held(result)}.`;
  if (result.partial) return phrase`The run was interrupted; of what was measured: ${found}`;
  if (result.verdict === 'invalid')
    return phrase`The measurement cannot be used. What was seen all the same: ${found}`;
  return found;
};
