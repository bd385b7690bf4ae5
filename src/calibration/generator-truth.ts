import type { Fate } from '../load/stub/behaviour.ts';
import type { StubRecord } from '../load/stub/protocol.ts';
import { answers, type Tickets } from '../load/ticket.ts';
import { recordOf } from '../shared/names.ts';
import { nearestRank } from '../shared/nearest-rank.ts';
import { sorted } from '../shared/sorted.ts';

export const comparedRanks = ['p50', 'p95', 'p97.5', 'p99'] as const;
/** ms from due to answered, over the answered requests after the warm-up; NaN of nothing. */
export type Ranks = Readonly<Record<(typeof comparedRanks)[number], number>>;
/** `answered` and the reasons why no answer came, with their numbers. */
export type Counts = Readonly<Record<string, number>>;

export interface GeneratorCheck {
  readonly intended: number;
  readonly expected: Ranks;
  readonly measured: Ranks;
  /** By the stub's account: answered, or what it did instead; `unreached` never came to it. */
  readonly expectedCounts: Counts;
  /** By the generator's tickets: answered, or the error. */
  readonly measuredCounts: Counts;
  /** What is wrong with the outcomes, one line each: exact, whatever the machine did. */
  readonly outcomeFaults: readonly string[];
  /** Which percentiles are beyond the tolerance, one line each; a busy machine may be why. */
  readonly timeFaults: readonly string[];
}

/** Empty when the generator told the truth. */
export const faultsOf = ({ outcomeFaults, timeFaults }: GeneratorCheck): readonly string[] => [
  ...outcomeFaults,
  ...timeFaults,
];

export interface CheckedCase {
  /** Due times of the schedule, computed anew, ms from the origin. */
  readonly dueAt: Float64Array;
  readonly tickets: Tickets;
  readonly records: readonly StubRecord[];
  /** `nowMs()` of the zero of the due times. */
  readonly originMs: number;
}

const leastToleranceMs = 1;
const toleranceShare = 0.03;
/** Individual requests of which a message names no more than so many. */
const mostNamed = 3;

type TrueOutcome = Exclude<Fate, 'held'> | 'unreached';

/** What the client may rightly say about each; a connection that ends under a request ends in one of two ways. */
const rightly: Readonly<Record<TrueOutcome, readonly string[]>> = {
  answered: ['answered'],
  reset: ['ECONNRESET', 'UND_ERR_SOCKET'],
  closed: ['ECONNRESET', 'UND_ERR_SOCKET'],
  hung: ['timeout'],
  unreached: ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'],
};

const ranksOf = (times: readonly number[]): Ranks => {
  const ascending = sorted(Float64Array.from(times));
  const rank = (name: string): number => nearestRank(ascending, Number(name.slice(1)) / 100);
  return recordOf(comparedRanks, rank);
};

const counted = (outcomes: readonly string[]): Counts => {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

const trueOutcome = (record: StubRecord | undefined): TrueOutcome => {
  if (record === undefined) return 'unreached';
  if (record.answeredAt !== null) return 'answered';
  return record.fate === 'reset' || record.fate === 'closed' ? record.fate : 'hung';
};

/** Every outcome that the ticket claims; a sound one claims exactly one. */
const claims = ({ answer, answeredAt, error, errors }: Tickets, index: number): readonly string[] => {
  const answered = answers[answer[index]!] === 'active' && !Number.isNaN(answeredAt[index]!);
  const reason = errors[error[index]!];
  return [...(answered ? ['answered'] : []), ...(reason ? [reason] : [])];
};

const some = (indexes: readonly number[], what: string): readonly string[] => {
  if (indexes.length === 0) return [];
  const named = indexes.slice(0, mostNamed).join(', ');
  return [`${indexes.length} requests ${what}, for instance ${named}`];
};

const rankFaults = (expected: Ranks, measured: Ranks): readonly string[] =>
  comparedRanks.flatMap((name) => {
    const tolerance = Math.max(leastToleranceMs, toleranceShare * expected[name]);
    if (Math.abs(measured[name] - expected[name]) <= tolerance) return [];
    return [
      `${name} is ${measured[name].toFixed(1)} ms instead of ${expected[name].toFixed(1)} ± ${tolerance.toFixed(1)} ms`,
    ];
  });

const scheduleFaults = ({ dueAt, tickets }: CheckedCase): readonly string[] =>
  tickets.count === dueAt.length && dueAt.every((due, index) => due === tickets.dueAt[index])
    ? []
    : [`its schedule of ${tickets.count} requests is not the one of ${dueAt.length} that was asked for`];

/** Compares request by request what the generator recorded with what the stub did and with the schedule. */
export const checkGenerator = (one: CheckedCase): GeneratorCheck => {
  const { dueAt, tickets, records, originMs } = one;
  const byId = new Map(records.map((record) => [record.id, record]));
  const rows = Array.from(dueAt, (due, index) => {
    const record = byId.get(`${tickets.idPrefix}${index}`);
    const truth = trueOutcome(record);
    const claimed = claims(tickets, index);
    return { index, due, record, truth, claimed };
  });
  const timed = rows.filter(
    ({ due, truth, claimed }) => due >= 0 && truth === 'answered' && claimed.join() === 'answered',
  );
  const expected = ranksOf(timed.map(({ due, record }) => record!.answeredAt! - originMs - due));
  const measured = ranksOf(timed.map(({ due, index }) => tickets.answeredAt[index]! - due));
  const indexesOf = (wrong: (row: (typeof rows)[number]) => boolean): readonly number[] =>
    rows.filter(wrong).map(({ index }) => index);
  return {
    intended: dueAt.length,
    expected,
    measured,
    expectedCounts: counted(rows.map(({ truth }) => truth)),
    measuredCounts: counted(rows.flatMap(({ claimed }) => claimed)),
    outcomeFaults: [
      ...scheduleFaults(one),
      ...(records.length === byId.size
        ? []
        : [`${records.length - byId.size} requests reached the stub twice`]),
      ...some(
        indexesOf(({ claimed }) => claimed.length !== 1),
        'have no outcome, or more than one',
      ),
      ...some(
        indexesOf(({ truth, claimed }) => claimed.length === 1 && !rightly[truth].includes(claimed[0]!)),
        'have another outcome than the stub gave them',
      ),
    ],
    timeFaults: rankFaults(expected, measured),
  };
};
