import type { RoundResult } from '../../result/round.ts';
import { waitingNoun } from '../waiting.ts';

type Point = readonly [seconds: number, value: number];

/** A panel of the chart of rates: what it shows of a round. */
export interface RatePanel {
  readonly title: string;
  /** Head of its column in the table. */
  readonly column: string;
  readonly points: (round: RoundResult) => readonly Point[];
  /** The value at a moment, for the table; null where the round has none. */
  readonly at: (round: RoundResult, ms: number) => number | null;
}

const binned = (field: 'offered' | 'accepted' | 'completed', title: string): RatePanel => {
  const perSecond = (count: number, binMs: number): number => Math.round((count * 10_000) / binMs) / 10;
  return {
    title,
    column: `${field}/s`,
    points: ({ timeline, binMs }) =>
      timeline.map((bin) => [(bin.t + binMs / 2) / 1_000, perSecond(bin[field], binMs)] as const),
    at: ({ timeline, binMs }, ms) => {
      const bin = timeline.find(({ t }) => t === ms);
      return bin === undefined ? null : perSecond(bin[field], binMs);
    },
  };
};

const sampled = (
  field: 'backlog' | 'pendingCalls' | 'clientInFlight',
  title: string,
  column: string,
): RatePanel => ({
  title,
  column,
  points: ({ samples }) => samples.t.map((t, index) => [t / 1_000, samples[field][index] ?? 0] as const),
  at: ({ samples, binMs }, ms) => {
    // The highest within the bin: a queue that came and went must not hide between two looks.
    const values = samples[field].filter((_, index) => {
      const t = samples.t[index] ?? Number.NaN;
      return t >= ms && t < ms + binMs;
    });
    return values.length === 0 ? null : Math.max(...values);
  },
});

/** Older results count calls in the backlog, and its title must not call them messages. */
const backlogPanel = (rounds: readonly RoundResult[]): RatePanel => {
  const noun = rounds.map(waitingNoun).find((one) => one !== 'messages') ?? 'messages';
  return sampled('backlog', `backlog: ${noun} waiting in queues and outboxes`, 'backlog');
};

/**
 * From the front door to the back, all on the same time axis. Calls that nobody waits for have a panel where there were any:
 * they are no messages.
 */
export const ratePanels = (rounds: readonly RoundResult[]): readonly RatePanel[] => [
  binned('accepted', 'accepted per second (grey: offered)'),
  binned('completed', 'completed per second (grey: offered)'),
  backlogPanel(rounds),
  ...(rounds.some(({ samples }) => samples.pendingCalls.some((calls) => calls > 0))
    ? [sampled('pendingCalls', 'calls still owed: refunds, and requests to be given up', 'calls owed')]
    : []),
  sampled('clientInFlight', 'in flight: requests of the client that are not over', 'in flight'),
];

/** What the grey line of the rate panels shows. */
export const offered: RatePanel = binned('offered', 'offered per second');
