import type { Outcomes } from '../result/outcomes.ts';
import type { RunResult } from '../result/run.ts';
import { shareFact, sumFact, withNoun } from './facts.ts';
import {
  claim,
  claimed,
  claimedAll,
  type Fact,
  holds,
  joinPhrases,
  named,
  noPhrase,
  type Phrase,
  phrase,
} from './phrases.ts';

/** What became of the requests of one contestant, summed over its rounds. */
interface Fate {
  readonly name: string;
  readonly sent: Fact;
  readonly of: (key: keyof Outcomes) => Fact;
}

const fateOf = (result: RunResult, name: string): Fate => {
  const of = (key: keyof Outcomes) => sumFact(result, name, key, 'all');
  return { name, of, sent: withNoun(of('sent'), 'request') };
};

/** What a reader must hear of where there is any; the first two also where there is none. */
const harms = ['failed', 'lost', 'recovered', 'doubleCharged'] as const;
type Harm = (typeof harms)[number];

const isClean = ({ sent, of }: Fate): boolean => sent.value > 0 && harms.every((key) => of(key).value === 0);

/** Those of which nothing was lost and nothing failed, in one breath. */
const cleanClause = (fates: readonly Fate[]): readonly Phrase[] => {
  const [first] = fates;
  if (first === undefined) return [];
  const none = claimedAll(
    'lost and failed none',
    fates.flatMap(({ of }) => [claim('', of('lost'), '=', 0), claim('', of('failed'), '=', 0)]),
  );
  if (fates.length === 1) return [phrase`${named(first.name)} ${none} of its ${first.sent}`];
  if (fates.every(({ sent }) => sent.value === first.sent.value))
    return [phrase`${joinPhrases(fates.map(({ name }) => named(name)))} ${none} of their ${first.sent} each`];
  const each = fates.map(({ name, sent }) => phrase`${named(name)} (${sent})`);
  return [phrase`${joinPhrases(each)} ${none}`];
};

/** `1996 of its 5961 requests (33.5%)`, and without the whole where that was said before. */
const countOf = ({ sent, of }: Fate, key: Harm, isFirst: boolean): Phrase => {
  const whole = isFirst ? phrase` of its ${sent}` : noPhrase;
  const told = key === 'failed' ? phrase`, told so` : noPhrase;
  return phrase`${of(key)}${whole} (${shareFact(of(key), sent)}${told})`;
};

const harmed: Readonly<Record<Harm, (some: Fact, count: Phrase) => Phrase>> = {
  failed: (_, count) => phrase`failed ${count}`,
  lost: (_, count) => phrase`lost ${count}`,
  recovered: (_, count) => phrase`served ${count} that had been told no, or had heard no word`,
  doubleCharged: (some, count) => phrase`${claimed(claim('took money twice', some, '>', 0))} for ${count}`,
};

const harmOf = (fate: Fate, key: Harm, isFirst: boolean): readonly Phrase[] => {
  const none = claim(`${key} none`, fate.of(key), '=', 0);
  if (!holds(none)) return [harmed[key](fate.of(key), countOf(fate, key, isFirst))];
  return key === 'failed' || key === 'lost' ? [claimed(none)] : [];
};

const troubledClause = (fate: Fate): Phrase => {
  const unsent = claim('was sent no request', fate.sent, '=', 0);
  if (holds(unsent)) return phrase`${named(fate.name)} ${claimed(unsent)}`;
  const first = harms.find((key) => fate.of(key).value > 0);
  const parts = harms.flatMap((key) => harmOf(fate, key, key === first));
  return phrase`${named(fate.name)} ${joinPhrases(parts)}`;
};

/** What became of the requests: contestants that lost and failed nothing together, every other one with its counts. */
export const fatesOf = (result: RunResult, names: readonly string[]): Phrase => {
  const fates = names.map((name) => fateOf(result, name));
  return joinPhrases(
    [...cleanClause(fates.filter(isClean)), ...fates.filter((fate) => !isClean(fate)).map(troubledClause)],
    '; ',
    '; ',
  );
};
