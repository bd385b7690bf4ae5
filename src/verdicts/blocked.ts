import type { RoundResult } from '../result/round.ts';

/** How long a broker blocked publishers for one reason. */
export interface BlockedTime {
  /** In the broker's words, for instance `low on memory`. */
  readonly reason: string;
  /** From the end of the warm-up, ms; negative within it. */
  readonly fromMs: number;
  /** In all, ms. */
  readonly forMs: number;
  /** It was still in force at the end. */
  readonly lasts: boolean;
}

const prefix = 'broker-blocked:';

interface Span {
  readonly from: number;
  readonly until: number;
}

/** Length of all spans together, each moment counted once. */
const lengthOf = (spans: readonly Span[]): number => {
  let length = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
    length += Math.max(0, until - Math.max(from, reached));
    reached = Math.max(reached, until);
  }
  return length;
};

/** Puts together what services and harness saw of the alarms of a broker; several see the same one. `endMs`: of the round. */
export const blockedTimes = (states: RoundResult['states'], endMs: number): readonly BlockedTime[] => {
  const blocked = states.filter(({ name }) => name.startsWith(prefix));
  return [...new Set(blocked.map(({ name }) => name))].map((name) => {
    const spans = blocked.filter((state) => state.name === name);
    const closed = spans.map(({ from, until }) => ({ from, until: until ?? Math.max(from, endMs) }));
    return {
      reason: name.slice(prefix.length),
      fromMs: Math.min(...closed.map(({ from }) => from)),
      forMs: lengthOf(closed),
      lasts: spans.some(({ until }) => until === null),
    };
  });
};
