import { indexOfId } from '../audit/effect-columns.ts';
import { type Effect, effects, type LedgerEntry, serviceOf } from '../workflow/order.ts';
import { acceptedAt, lastWordAt, type Requests } from './latencies.ts';
import { nearestRank, roundMs } from './percentiles.ts';
import type { Window } from './phases.ts';
import { type Exemplar, type OutcomeClass, outcomeClasses } from './result.ts';

/** Percentile under which the worst request of a fault window is filed. */
const worst = 100;

/** Worse first: what nobody was told of, then what failed, then what took a detour. */
const severity: readonly OutcomeClass[] = [
  ...(['contradicted', 'stranded', 'vanished', 'unresolved', 'dropped'] as const),
  ...(['compensated', 'refused', 'recovered'] as const),
];

const nearest = (
  requests: Requests,
  rows: readonly Window[],
  sorted: Float64Array,
  share: number,
): number => {
  const wanted = nearestRank(sorted, share);
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (const [first, end] of rows) {
    for (let index = first; index < end; index += 1) {
      const away = Math.abs(requests.audit.completedAt[index]! - requests.tickets.dueAt[index]! - wanted);
      if (away < distance) [best, distance] = [index, away];
    }
  }
  return best;
};

const worstIn = ({ audit }: Requests, rows: readonly Window[]): number => {
  let best = -1;
  let rank = severity.length;
  for (const [first, end] of rows) {
    for (let index = first; index < end; index += 1) {
      const name = outcomeClasses[audit.classes[index]!];
      const found = name === undefined ? -1 : severity.indexOf(name);
      if (found >= 0 && found < rank) [best, rank] = [index, found];
    }
  }
  return best;
};

const spansOf = (
  { tickets }: Requests,
  chosen: ReadonlySet<number>,
  entries: Iterable<LedgerEntry>,
  originMs: number,
): Map<number, Exemplar['spans'][number][]> => {
  const spans = new Map<number, Exemplar['spans'][number][]>();
  for (const entry of entries) {
    const index = indexOfId(entry.requestId, tickets);
    if (!chosen.has(index)) continue;
    const from = originMs + tickets.dueAt[index]!;
    const list = spans.get(index) ?? [];
    list.push({
      service: serviceOf[entry.effect],
      effect: entry.effect,
      receivedAt: roundMs(entry.receivedAt - from),
      startedAt: roundMs(entry.startedAt - from),
      endedAt: roundMs(entry.at - from),
    });
    spans.set(index, list);
  }
  for (const list of spans.values()) {
    list.sort(
      (a, b) =>
        a.endedAt - b.endedAt || effects.indexOf(a.effect as Effect) - effects.indexOf(b.effect as Effect),
    );
  }
  return spans;
};

/**
 * The completed requests nearest to p50 and p99 of the whole time, and the worst-ended one that was due during a fault
 * (filed under percentile 100). `sorted` holds the completed latencies of `rows`.
 */
export const exemplars = (
  requests: Requests,
  rows: { readonly all: readonly Window[]; readonly during: readonly Window[] },
  sorted: Float64Array,
  ledger: { readonly entries: Iterable<LedgerEntry>; readonly originMs: number },
): readonly Exemplar[] => {
  const picks = [
    { percentile: 50, index: nearest(requests, rows.all, sorted, 0.5) },
    { percentile: 99, index: nearest(requests, rows.all, sorted, 0.99) },
    { percentile: worst, index: worstIn(requests, rows.during) },
  ].filter(({ index }) => index >= 0);
  if (picks.length === 0) return [];
  const spans = spansOf(requests, new Set(picks.map(({ index }) => index)), ledger.entries, ledger.originMs);
  const { tickets } = requests;
  const fromDue = (index: number, at: number): number | null =>
    Number.isNaN(at) ? null : roundMs(at - tickets.dueAt[index]!);
  return picks.map(({ percentile, index }) => ({
    percentile,
    requestId: `${tickets.idPrefix}${index}`,
    sentAt: fromDue(index, tickets.sentAt[index]!) ?? 0,
    acceptedAt: fromDue(index, acceptedAt(requests, index)),
    completedAt: fromDue(index, lastWordAt(requests, index)),
    spans: spans.get(index) ?? [],
  }));
};
