import type { Comparison, RunResult } from '../result/run.ts';
import { comparedSentences } from './conclusion-comparisons.ts';
import { fatesOf } from './conclusion-fates.ts';
import { spread } from './conclusion-spread.ts';
import { countFact, medianFact } from './facts.ts';
import { unlikeExposures } from './fault-times.ts';
import { contestantNames, figuresOf, hasFault } from './medians.ts';
import {
  claim,
  claimedAll,
  type Fact,
  joinPhrases,
  named,
  noPhrase,
  type Phrase,
  phrase,
  plainWords,
} from './phrases.ts';

const validOf = (result: RunResult, contestant: string): Fact => {
  const { rounds, valid } = figuresOf(result, contestant);
  const place = { contestant, metric: 'rounds.valid', window: 'run' };
  return countFact(place, valid ? rounds.length : 0, 'valid round');
};

/** `3 valid rounds of each`, or the number of each contestant where they differ. */
const roundsOf = (result: RunResult, names: readonly string[]): Phrase => {
  const counts = names.map((name) => validOf(result, name));
  const [first] = counts;
  if (first === undefined) return noPhrase;
  if (counts.every(({ value }) => value === first.value))
    return names.length === 1 ? phrase`${first}` : phrase`${first} of each`;
  return phrase`${joinPhrases(counts.map((count, index) => phrase`${count} of ${named(names[index] ?? '')}`))}`;
};

/** Contestants without a round that counts have no part in a conclusion, and it says so. */
const leftOut = (result: RunResult, names: readonly string[]): readonly Phrase[] => {
  if (names.length === 0) return [];
  const none = names.map((name) => claim('', validOf(result, name), '=', 0));
  return [
    phrase`Left out, for ${claimedAll('no round of it is whole and valid', none)}: ${joinPhrases(names.map(named))}.`,
  ];
};

/** When clients heard how it ended; each median with its spread over the rounds. */
const heard = (result: RunResult, names: readonly string[]): readonly Phrase[] => {
  const phase = hasFault(result) ? 'during' : 'all';
  const times = names.flatMap((name) => {
    const median = medianFact(result, name, 'resolution.p50', phase);
    return median === null
      ? []
      : [phrase`${median}${spread(result, name, 'resolution.p50', phase)} with ${named(name)}`];
  });
  if (times.length === 0) return [];
  const due = plainWords(phase === 'during' ? ' due during the fault' : '');
  return [
    phrase`Clients heard the end of a request${due}, good or bad, after ${joinPhrases(times)} (medians of those who heard).`,
  ];
};

/** How far the run can be trusted as a whole, before anything that it found. */
const opening = (result: RunResult): Phrase => {
  const where = plainWords(
    result.sweep === undefined ? 'in this run' : 'at the top of the rates of this run',
  );
  if (result.partial) return phrase`The run was interrupted; of what was measured, ${where}`;
  if (result.verdict === 'invalid') return phrase`The run is invalid; of its valid rounds, ${where}`;
  return result.sweep === undefined ? phrase`In this run` : phrase`At the top of the rates of this run`;
};

const isValid =
  (result: RunResult) =>
  (name: string): boolean =>
    figuresOf(result, name).valid;

/**
 * What the run found, by rule, in a few sentences: what became of the requests (counted), when clients heard of it, and which
 * times differ as far as the verdicts of the comparison go. Counts stand with their number of rounds, times with
 * their spread, and nothing is compared that the verdicts leave open.
 */
export const findingsOf = (result: RunResult): readonly Phrase[] => {
  const names = contestantNames(result).filter(isValid(result));
  if (names.length === 0) {
    const none = contestantNames(result).map((name) => claim('', validOf(result, name), '=', 0));
    return [phrase`${claimedAll('Nothing can be concluded: no round is whole and valid', none)}.`];
  }
  const known = ({ a, b }: Comparison): boolean => names.includes(a) && names.includes(b);
  return [
    phrase`${opening(result)} (${roundsOf(result, names)}) ${fatesOf(result, names)}.`,
    ...heard(result, names),
    ...comparedSentences(result, result.summary.comparisons.filter(known)),
  ];
};

/** What the run found, and what stands against it: outages that were no equals, contestants that have no part in it. */
export const conclusionOf = (result: RunResult): readonly Phrase[] => {
  const names = contestantNames(result);
  const missing = names.filter((name) => !isValid(result)(name));
  const findings = findingsOf(result);
  if (missing.length === names.length) return findings;
  return [...findings, ...unlikeExposures(result), ...leftOut(result, missing)];
};
