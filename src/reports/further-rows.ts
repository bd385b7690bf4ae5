import type { RoundResult } from '../result/round.ts';
import type { RunResult } from '../result/run.ts';
import { median } from '../shared/median.ts';
import { metFaults, showMet } from './fault-times.ts';
import { noFigure, showCount, showDuration } from './format.ts';
import { contestantNames, figuresOf } from './medians.ts';

type Row = readonly [section: string, label: string, cell: (contestant: string) => string];

/** A figure of a round that most runs have none of; undefined: the result is too old to know. */
interface Rare {
  readonly label: string;
  readonly of: (round: RoundResult) => number | undefined;
  readonly over: 'sum' | 'median';
  readonly show: (value: number) => string;
}

const count = (label: string, of: Rare['of']): Rare => ({ label, of, over: 'sum', show: showCount });

const besideClasses: readonly Rare[] = [
  count('effects for requests never sent', ({ outcomes }) => outcomes.unexpected),
  count('effects in another service’s ledger', ({ outcomes }) => outcomes.misplaced),
  count('effects out of order', ({ outcomes }) => outcomes.outOfOrder),
  count('effects for another user or plan', ({ outcomes }) => outcomes.foreignUser),
  count('requests whose money is off, warm-up included', ({ money }) => money.unbalanced),
];

const owed: Rare = {
  label: 'calls still owed, at most',
  of: (round) => round.pendingCalls.peak,
  over: 'median',
  show: (value) => showCount(Math.round(value)),
};

/** What the services count themselves, by the beginning of the counter; its end names the callee. */
const ofCallee: readonly {
  readonly prefix: string;
  readonly label: (callee: string) => string;
  readonly time: boolean;
}[] = [
  { prefix: 'http.circuit.openings.', label: (callee) => `circuit to ${callee} opened`, time: false },
  { prefix: 'http.circuit.openMs.', label: (callee) => `circuit to ${callee} open for`, time: true },
  {
    prefix: 'http.deadlinePassed.',
    label: (callee) => `calls to ${callee} whose deadline had passed`,
    time: false,
  },
  { prefix: 'work.repeatsAnswered', label: () => 'repeats answered at once', time: false },
  { prefix: 'work.repeatsAwaited', label: () => 'repeats that waited for the first try', time: false },
];

const countersOf = (result: RunResult): readonly Rare[] => {
  const names = new Set(result.rounds.flatMap(({ counters }) => Object.keys(counters)));
  return ofCallee.flatMap(({ prefix, label, time }) =>
    [...names]
      .filter((name) => name.startsWith(prefix))
      .toSorted()
      .map(
        (name): Rare => ({
          label: label(name.slice(prefix.length)),
          of: ({ counters }) => counters[name] ?? 0,
          ...(time
            ? { over: 'median' as const, show: showDuration }
            : { over: 'sum' as const, show: showCount }),
        }),
      ),
  );
};

const figureOf = (result: RunResult, contestant: string, { of, over }: Rare): number | null => {
  const known = figuresOf(result, contestant).rounds.flatMap((round) => of(round) ?? []);
  if (known.length === 0) return null;
  return over === 'median' ? median(known) : known.reduce((sum, value) => sum + value, 0);
};

const present = (result: RunResult, section: string, rare: readonly Rare[]): readonly Row[] =>
  rare
    .filter((one) => contestantNames(result).some((name) => (figureOf(result, name, one) ?? 0) !== 0))
    .map((one) => [
      section,
      one.label,
      (name) => {
        const value = figureOf(result, name, one);
        return value === null ? noFigure : one.show(value);
      },
    ]);

/** Counts beside the classes, only where one is not zero: a reader must not miss them, nor read past rows of zeros. */
export const besideRows = (result: RunResult): readonly Row[] => present(result, 'requests', besideClasses);

/** Calls owed and what the services counted, only where not zero. */
export const serviceRows = (result: RunResult): readonly Row[] =>
  present(result, 'services, warm-up included', [owed, ...countersOf(result)]);

/** When each fault was really injected and recovered from. */
export const faultRows = (result: RunResult): readonly Row[] =>
  metFaults(result).map(({ name, met }) => [
    'faults, from injection to recovery',
    name,
    (contestant) => {
      const own = met.find((one) => one.contestant === contestant);
      return own === undefined ? noFigure : showMet(own);
    },
  ]);
