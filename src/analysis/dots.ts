import { notSent, undecided } from '../audit/audit.ts';
import type { Dots } from '../result/observations.ts';
import { outcomeClasses } from '../result/outcomes.ts';
import { type Requests, resolvedAt } from './latencies.ts';

const mostFailures = 3_000;
const mostSuccesses = 1_500;
const successes: readonly number[] = [
  outcomeClasses.indexOf('completed'),
  outcomeClasses.indexOf('declined'),
];

/** At most `most` of the items, the first and the last among them, evenly spread and the same every time. */
const thinned = (items: readonly number[], most: number): readonly number[] =>
  items.length <= most
    ? items
    : Array.from(
        { length: most },
        (_unused, index) => items[Math.floor((index * (items.length - 1)) / (most - 1))]!,
      );

/**
 * The requests as dots for a chart: all that did not end well, up to 3 000, and an even sample of 1 500 of the others.
 * The latency is the time until the client knew how it ended; -1 when it never did. Warm-up excluded.
 */
export const dots = (requests: Requests): Dots => {
  const { tickets, audit } = requests;
  const well: number[] = [];
  const badly: number[] = [];
  for (let index = 0; index < tickets.count; index += 1) {
    const outcome = audit.classes[index]!;
    if (outcome === notSent || outcome === undecided || tickets.dueAt[index]! < 0) continue;
    (successes.includes(outcome) ? well : badly).push(index);
  }
  const kept = [...thinned(badly, mostFailures), ...thinned(well, mostSuccesses)];
  const points = kept.map((index) => {
    const latency = resolvedAt(requests, index) - tickets.dueAt[index]!;
    const shown = Number.isNaN(latency) ? -1 : Math.round(latency * 10) / 10;
    return [Math.round(tickets.dueAt[index]!), shown, audit.classes[index]!] as const;
  });
  return { points, left: well.length + badly.length - kept.length };
};
