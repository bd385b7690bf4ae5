import type { RoundResult } from '../result/round.ts';
import type { StateSpan } from '../service/protocol.ts';

/** A round keeps this many states; of more, those that lasted longest, for they are what a chart can show. */
const mostStates = 500;

/** What one process said of its states last. */
interface Marked {
  readonly name: string;
  readonly spans: readonly StateSpan[];
}

/** The states that services marked, in ms from `originMs`; `statesLeft` counts those that were not kept. */
export const statesOf = (
  processes: readonly Marked[],
  originMs: number,
): Required<Pick<RoundResult, 'states' | 'statesLeft'>> => {
  const all = processes.flatMap(({ name: process, spans }) =>
    spans.map(({ name, from, until }) => ({
      process,
      name,
      from: Math.round(from - originMs),
      until: until === null ? null : Math.round(until - originMs),
    })),
  );
  const lasted = ({ from, until }: (typeof all)[number]): number => (until ?? Infinity) - from;
  const kept = new Set(all.toSorted((a, b) => Math.sign(lasted(b) - lasted(a)) || 0).slice(0, mostStates));
  return { states: all.filter((state) => kept.has(state)), statesLeft: all.length - kept.size };
};
