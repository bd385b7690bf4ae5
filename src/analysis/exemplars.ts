import { indexOfId } from '../audit/effect-columns.ts';
import type { Exemplar } from '../result/observations.ts';
import { type OutcomeClass, outcomeClasses } from '../result/outcomes.ts';
import { nearestRank } from '../shared/nearest-rank.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { acceptedAt, isExpected, type Requests, resolvedAt } from './latencies.ts';
import { roundMs } from './percentiles.ts';
import type { Window } from './phases.ts';

/** Percentile under which the worst request of a fault window is filed. */
const worst = 100;

/** Worse first: what nobody was told of, then what failed, then what took a detour. */
const severity: readonly OutcomeClass[] = [
  ...(['contradicted', 'stranded', 'vanished', 'unresolved', 'dropped'] as const),
  ...(['compensated', 'refused', 'recovered'] as const),
];

/** From the mildest end of a request that never completed to the worst, within a class by how long the client waited. */
const byHowTheyEnded = (requests: Requests, rows: readonly Window[]): readonly number[] => {
  const { tickets, audit } = requests;
  const found: { readonly index: number; readonly rank: number; readonly wait: number }[] = [];
  for (const [first, end] of rows) {
    for (let index = first; index < end; index += 1) {
      if (!isExpected.completed(requests, index) || !Number.isNaN(audit.completedAt[index]!)) continue;
      const name = outcomeClasses[audit.classes[index]!];
      const wait = resolvedAt(requests, index) - tickets.dueAt[index]!;
      found.push({
        index,
        rank: name === undefined ? -1 : severity.indexOf(name),
        wait: Number.isNaN(wait) ? Number.MAX_VALUE : wait,
      });
    }
  }
  return found.sort((a, b) => b.rank - a.rank || a.wait - b.wait).map(({ index }) => index);
};

const nearest = (requests: Requests, rows: readonly Window[], wanted: number): number => {
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

/** A request that stands at a rank, `never` when at that rank nobody completed. */
interface Pick {
  readonly index: number;
  readonly never: boolean;
}

/** By the error-adjusted rank: those that never completed stand behind all that did. */
const atRank = (
  requests: Requests,
  rows: readonly Window[],
  sorted: Float64Array,
  unended: readonly number[],
  share: number,
): Pick => {
  if (nearestRank(sorted, share, unended.length) === Number.POSITIVE_INFINITY) {
    const rank = Math.max(1, Math.ceil(share * (sorted.length + unended.length) - 1e-9));
    return { index: unended[rank - sorted.length - 1] ?? -1, never: true };
  }
  return { index: nearest(requests, rows, nearestRank(sorted, share, unended.length)), never: false };
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

interface Ledgers {
  readonly entries: Iterable<LedgerEntry>;
  readonly originMs: number;
  /** Of the workflow, in its order: rows of the same moment are shown in it. */
  readonly effects: readonly string[];
}

const spansOf = (
  { tickets }: Requests,
  chosen: ReadonlySet<number>,
  { entries, originMs, effects }: Ledgers,
): Map<number, Exemplar['spans'][number][]> => {
  const spans = new Map<number, Exemplar['spans'][number][]>();
  const places = new Map(effects.map((effect, place) => [effect, place]));
  const placeOf = (effect: string): number => places.get(effect) ?? places.size;
  for (const entry of entries) {
    const index = indexOfId(entry.requestId, tickets);
    if (!chosen.has(index)) continue;
    const from = originMs + tickets.dueAt[index]!;
    const list = spans.get(index) ?? [];
    list.push({
      service: entry.service,
      effect: entry.effect,
      receivedAt: roundMs(entry.receivedAt - from),
      startedAt: roundMs(entry.startedAt - from),
      endedAt: roundMs(entry.at - from),
    });
    spans.set(index, list);
  }
  for (const list of spans.values()) {
    list.sort((a, b) => a.endedAt - b.endedAt || placeOf(a.effect) - placeOf(b.effect));
  }
  return spans;
};

/**
 * The requests at p50 and p99 of the whole time, and the worst-ended one that was due during a fault (filed under
 * percentile 100). The ranks are error-adjusted: where so many never completed that a percentile is "never", the request
 * is one of those. `sorted` holds the completed latencies of `rows`.
 */
export const exemplars = (
  requests: Requests,
  rows: { readonly all: readonly Window[]; readonly during: readonly Window[] },
  sorted: Float64Array,
  ledgers: Ledgers,
): readonly Exemplar[] => {
  const unended = byHowTheyEnded(requests, rows.all);
  const picks = [
    { percentile: 50, ...atRank(requests, rows.all, sorted, unended, 0.5) },
    { percentile: 99, ...atRank(requests, rows.all, sorted, unended, 0.99) },
    { percentile: worst, index: worstIn(requests, rows.during), never: false },
  ].filter(({ index }) => index >= 0);
  if (picks.length === 0) return [];
  const spans = spansOf(requests, new Set(picks.map(({ index }) => index)), ledgers);
  const { tickets, audit } = requests;
  const fromDue = (index: number, at: number): number | null =>
    Number.isNaN(at) ? null : roundMs(at - tickets.dueAt[index]!);
  return picks.map(({ percentile, index, never }) => ({
    percentile,
    outcome: outcomeClasses[audit.classes[index]!],
    never,
    requestId: `${tickets.idPrefix}${index}`,
    sentAt: fromDue(index, tickets.sentAt[index]!) ?? 0,
    acceptedAt: fromDue(index, acceptedAt(requests, index)),
    completedAt: fromDue(index, resolvedAt(requests, index)),
    spans: spans.get(index) ?? [],
  }));
};
