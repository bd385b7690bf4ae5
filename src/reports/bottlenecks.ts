import { type Bottleneck, bottlenecksOf } from '../analysis/bottleneck.ts';
import type { RoundResult } from '../result/round.ts';
import type { RunResult } from '../result/run.ts';
import { median } from '../shared/median.ts';
import { lengthOf } from '../shared/stages.ts';
import { windowOf } from './facts.ts';
import { showCount } from './format.ts';
import { contestantNames, figuresOf } from './medians.ts';
import { claim, claimed, type Fact, holds, named, type Phrase, phrase } from './phrases.ts';

/** What the round ran out of, with the capacity and the prefetch that its contestant had. */
const bottlenecksIn = ({ scenario }: RunResult, round: RoundResult): readonly Bottleneck[] => {
  const own = scenario.contestants.find(({ name }) => name === round.contestant);
  if (own === undefined) return [];
  const { prefetch } = own.policies;
  return bottlenecksOf({
    round,
    capacity: own.capacity,
    prefetch: typeof prefetch === 'number' ? prefetch : null,
    loadEndsMs: lengthOf(scenario.load.stages),
  });
};

const showUse = (value: number): string => (Number.isInteger(value) ? showCount(value) : value.toFixed(1));
const showWaiting = (value: number): string => showCount(Math.round(value));

const factsOf = (round: RoundResult, { kind, where, used, of, waiting }: Bottleneck) => {
  const fact = (figure: 'used' | 'of' | 'waiting', value: number, shown: string): Fact => ({
    contestant: round.contestant,
    metric: `bottleneck.${kind}.${figure} ${where}`,
    window: windowOf(round),
    value,
    shown,
  });
  return {
    used: fact('used', used, showUse(used)),
    of: fact('of', of, showUse(of)),
    waiting: fact('waiting', waiting, showWaiting(waiting)),
  };
};

/** Of each kind, as a sentence about a contestant; `full` are the words that rest on the figures. */
const sentences: Readonly<
  Record<Bottleneck['kind'], (who: Phrase, where: Phrase, full: Phrase, facts: Facts) => Phrase>
> = {
  slots: (who, where, full, { used, of, waiting }) =>
    phrase`${who} ${full} of worker slots in ${where}: ${used} of ${of} busy on average, ${waiting} waiting.`,
  prefetch: (who, where, full, { used, of, waiting }) =>
    phrase`${who} ${full} of messages that ${where} may hold (prefetch): ${used} of ${of} in hand on average, ${waiting} waiting in its queue.`,
  process: (who, where, full, { used, of }) =>
    phrase`${who} ${full} of processor in ${where}: ${used} of the ${of} core that its code can use, on average.`,
  machine: (who, _, full, { used, of }) =>
    phrase`${who} ${full} of processors: ${used} of the ${of} cores of the machine busy on average.`,
  broker: (who, _, full, { waiting }) =>
    phrase`${who} ${full} for the broker: ${waiting} messages in outboxes on average.`,
};
type Facts = ReturnType<typeof factsOf>;

/** From here on a resource is said to have run out. */
const leastUse = 0.85;

/** What limited a round, one sentence each; nothing where the evidence is not clear. */
export const bottleneckPhrases = (result: RunResult, round: RoundResult): readonly Phrase[] =>
  bottlenecksIn(result, round).flatMap((one) => {
    const facts = factsOf(round, one);
    const full =
      one.kind === 'broker'
        ? claim('waited', facts.waiting, '>', 0)
        : claim('ran out', facts.used, '>=', facts.of, leastUse);
    if (!holds(full)) return [];
    return [sentences[one.kind](named(round.contestant), named(one.where), claimed(full), facts)];
  });

const cells: Readonly<Record<Bottleneck['kind'], (one: Bottleneck) => string>> = {
  slots: ({ where, used, of, waiting }) =>
    `${where}: ${showUse(used)} of ${showUse(of)} slots, ${showWaiting(waiting)} waiting`,
  prefetch: ({ where, used, of, waiting }) =>
    `${where}: ${showUse(used)} of prefetch ${showUse(of)}, ${showWaiting(waiting)} waiting`,
  process: ({ where, used }) => `${where}: ${showUse(used)} of a core`,
  machine: ({ used, of }) => `machine: ${showUse(used)} of ${showUse(of)} cores`,
  broker: ({ waiting }) => `broker: ${showWaiting(waiting)} in outboxes`,
};

/** What every valid round of a contestant ran out of, each with the medians of its figures over the rounds. */
const inAllRounds = (result: RunResult, contestant: string): readonly Bottleneck[] => {
  const { rounds, valid } = figuresOf(result, contestant);
  if (!valid) return [];
  const [first = [], ...others] = rounds.map((round) => bottlenecksIn(result, round));
  return first.flatMap((one) => {
    const same = others.flatMap((all) =>
      all.filter(({ kind, where }) => kind === one.kind && where === one.where),
    );
    if (same.length < others.length) return [];
    const middle = (of: (bottleneck: Bottleneck) => number): number => median([one, ...same].map(of));
    return [{ ...one, used: middle(({ used }) => used), waiting: middle(({ waiting }) => waiting) }];
  });
};

/** One row for each thing that a contestant ran out of, at most; none where nobody ran out of anything. */
export const bottleneckRows = (
  result: RunResult,
): readonly (readonly [section: string, label: string, cell: (contestant: string) => string])[] => {
  const all = new Map(contestantNames(result).map((name) => [name, inAllRounds(result, name)]));
  const most = Math.max(0, ...[...all.values()].map((found) => found.length));
  return Array.from({ length: most }, (_unused, index) => [
    'what ran out, on average over the load',
    index === 0 ? 'bottleneck' : 'and',
    (contestant: string) => {
      const one = all.get(contestant)?.[index];
      return one === undefined ? 'none seen' : cells[one.kind](one);
    },
  ]);
};
