import type { Outcomes } from '../../result/outcomes.ts';
import type { RoundResult } from '../../result/round.ts';
import { countFact, windowOf } from '../facts.ts';
import { contestantNames, figuresOf } from '../medians.ts';
import {
  claim,
  claimed,
  type Fact,
  holds,
  joinPhrases,
  named,
  type Phrase,
  phrase,
  plainWords,
} from '../phrases.ts';
import type { Rule } from './sentence.ts';

/** Effects that break the balance though no sum shows them. */
const strays = [
  ['unexpected', 'effects for requests that nobody sent'],
  ['misplaced', 'requests with an effect in another service’s ledger'],
  ['outOfOrder', 'requests with an effect out of order'],
  ['foreignUser', 'requests with an effect for another user or plan'],
] as const satisfies readonly (readonly [keyof Outcomes, string])[];

const straysIn = (round: RoundResult, place: (metric: string) => Omit<Fact, 'value' | 'shown'>): Phrase => {
  const found = strays.flatMap(([key, words]) => {
    const fact = countFact(place(`outcomes.${key}`), round.outcomes[key] ?? 0);
    return fact.value === 0 ? [] : [phrase`${fact} ${plainWords(words)}`];
  });
  return found.length === 0 ? phrase`an effect of the warm-up that should not be there` : joinPhrases(found);
};

const moneyOf = (round: RoundResult): Phrase | null => {
  const { contestant, money } = round;
  const place = (metric: string) => ({ contestant, metric, window: windowOf(round) });
  const of = (key: 'charges' | 'refunds' | 'active') => countFact(place(`money.${key}`), money[key]);
  const number = countFact(place('round'), round.round);
  const where = phrase`In round ${number}, warm-up included, the money of ${named(contestant)}`;
  const net = countFact(place('money.net'), money.charges - money.refunds);
  const differ = claim('are not', net, '!=', of('active'));
  if (holds(differ))
    return phrase`${where} does not add up: ${of('charges')} charges − ${of('refunds')} refunds ${claimed(differ)} ${of('active')} requests in force.`;
  const off = countFact(place('money.unbalanced'), money.unbalanced ?? 0, 'request');
  const some = claim('does not add up for', off, '>', 0);
  if (holds(some)) return phrase`${where} ${claimed(some)} ${off}, though the sums do.`;
  return money.balanced
    ? null
    : phrase`${where} adds up, and yet is not as it should be: ${straysIn(round, place)}.`;
};

/** Round by round: what one round owes another must not make up for. */
export const money: Rule = (result) =>
  contestantNames(result)
    .flatMap((name) => figuresOf(result, name).rounds)
    .flatMap((round) => {
      const said = moneyOf(round);
      return said === null ? [] : [{ ...said, chart: 'outcomes', atMs: null, source: 'rounds[].money' }];
    });
