import type { AuditResult } from '../audit/audit.ts';
import { rowsIn } from '../audit/windows.ts';
import { loadedWindows, type Slices } from '../load/slices.ts';
import type { Tickets } from '../load/ticket.ts';
import { type PhaseFigures, type PhaseName, phaseNames, type Rates } from '../result/figures.ts';
import type { FaultRecord } from '../result/observations.ts';
import type { RoundResult } from '../result/round.ts';
import { recordOf } from '../shared/names.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { dots } from './dots.ts';
import { exemplars } from './exemplars.ts';
import { histogramOf } from './histograms.ts';
import {
  acceptedAt,
  acceptedLatencies,
  completedLatencies,
  consistency,
  type Latencies,
  type Requests,
} from './latencies.ts';
import { roundMs } from './percentiles.ts';
import { type PlannedFault, phaseWindows, stageWindows, type Window } from './phases.ts';
import { binWidth, timeline } from './timeline.ts';

export interface RoundInput {
  readonly tickets: Tickets;
  readonly audit: AuditResult;
  /** Read once more, for the exemplars' spans. */
  readonly entries: Iterable<LedgerEntry>;
  /** Of the workflow, in its order. */
  readonly effects: readonly string[];
  /** End of the warm-up on the clock of the ledger stamps. */
  readonly originMs: number;
  /** In the order of `planned`. */
  readonly faults: readonly FaultRecord[];
  readonly planned: readonly PlannedFault[];
  readonly warmUpMs: number;
  /** Measured time. */
  readonly durationMs: number;
  /** Of the load; those with a name get figures of their own. */
  readonly stages?: readonly { readonly forMs: number; readonly name?: string }[];
  /** When the drain ended, ms from the end of the warm-up. */
  readonly endMs: number;
  /** When it was under load, where others were up too. */
  readonly slices?: Slices;
}

/** The part of a round's result that follows from tickets, ledgers and faults alone. */
export type RoundFigures = Pick<
  RoundResult,
  | 'outcomes'
  | 'phases'
  | 'stages'
  | 'rates'
  | 'money'
  | 'binMs'
  | 'timeline'
  | 'dots'
  | 'exemplars'
  | 'histograms'
>;

/** When requests of some rows got there, seen from the windows that the rows are due in. */
interface Arrivals {
  readonly within: number;
  readonly carriedIn: number;
  readonly carriedOut: number;
}

const arrivalsOf = (
  windows: readonly Window[],
  rows: readonly Window[],
  times: Float64Array,
  graceMs: number,
): Arrivals => {
  const tally = { within: 0, carriedIn: 0, carriedOut: 0 };
  // Of a phase with several windows each is on its own: from one to the next something is carried over as well.
  for (const [place, [from, until]] of windows.entries()) {
    const to = until + graceMs;
    const [first, end] = rows[place]!;
    let own = 0;
    let all = 0;
    for (let index = first; index < end; index += 1) {
      const time = times[index]!;
      if (time >= from && time < to) own += 1;
      else if (!Number.isNaN(time)) tally.carriedOut += 1;
    }
    for (const time of times) if (time >= from && time < to) all += 1;
    tally.within += own;
    tally.carriedIn += all - own;
  }
  return tally;
};

/** When each request got there; NaN where it never did. The same for every phase. */
interface Times {
  readonly accepted: Float64Array;
  readonly completed: Float64Array;
}

const timesOf = (requests: Requests): Times => {
  const accepted = new Float64Array(requests.tickets.count);
  for (let index = 0; index < accepted.length; index += 1) accepted[index] = acceptedAt(requests, index);
  return { accepted, completed: requests.audit.completedAt };
};

/**
 * Per second of the windows: requests due in them, those of them that got there in the same window, and what was carried over. Where nobody
 * gets new load for a while after a window, that counts as the same one.
 */
const ratesIn = (
  times: Times,
  windows: readonly Window[],
  rows: readonly Window[],
  graceMs: number,
): Rates => {
  const seconds = windows.reduce((sum, [from, to]) => sum + to - from, 0) / 1_000;
  const perSecond = (events: number): number => (seconds === 0 ? 0 : roundMs(events / seconds));
  const accepted = arrivalsOf(windows, rows, times.accepted, graceMs);
  const completed = arrivalsOf(windows, rows, times.completed, graceMs);
  const carried = (way: 'carriedIn' | 'carriedOut'): Rates['carriedIn'] => ({
    accepted: perSecond(accepted[way]),
    completed: perSecond(completed[way]),
  });
  return {
    offered: perSecond(rows.reduce((sum, [first, end]) => sum + end - first, 0)),
    accepted: perSecond(accepted.within),
    completed: perSecond(completed.within),
    carriedIn: carried('carriedIn'),
    carriedOut: carried('carriedOut'),
  };
};

interface Phase {
  readonly figures: PhaseFigures;
  readonly rows: readonly Window[];
  readonly accepted: Latencies;
  readonly completed: Latencies;
}

/** Each window from its begin to the next one's, so that whatever is due after the warm-up, also on a very edge, belongs to one. */
const withoutGaps = (windows: readonly Window[]): readonly Window[] =>
  windows.map(([from], place) => [
    place === 0 ? 0 : from,
    windows[place + 1]?.[0] ?? Number.POSITIVE_INFINITY,
  ]);

const phaseOf = (
  requests: Requests,
  times: Times,
  windows: readonly Window[],
  { isAll, graceMs }: { readonly isAll: boolean; readonly graceMs: number },
): Phase => {
  const { dueAt } = requests.tickets;
  const rows = rowsIn(dueAt, isAll ? withoutGaps(windows) : windows);
  const accepted = acceptedLatencies(requests, rows);
  const completed = completedLatencies(requests, rows);
  const figures: PhaseFigures = {
    windows: windows.map(([from, to]) => [roundMs(from), roundMs(to)] as const),
    accepted: accepted.figures,
    completed: completed.figures,
    consistency: consistency(requests, rows),
    outcomes: isAll ? requests.audit.outcomes : requests.audit.outcomesIn(windows),
    rates: ratesIn(times, windows, rows, graceMs),
  };
  return { figures, rows, accepted, completed };
};

/** Nothing is injected in slices, so that each is before and of the whole. */
const slicedWindows = (slices: Slices): Readonly<Record<PhaseName, readonly Window[]>> => {
  const all = loadedWindows(slices);
  return { before: all, during: [], after: [], all };
};

const mapPhases = <Value>(pick: (name: PhaseName) => Value): Readonly<Record<PhaseName, Value>> =>
  recordOf(phaseNames, pick);

/** Turns an audited round into its figures: phases, rates, timeline, dots, exemplars and histograms. */
export const analyseRound = (input: RoundInput): RoundFigures => {
  const requests: Requests = { tickets: input.tickets, audit: input.audit };
  const windows =
    input.slices === undefined
      ? phaseWindows(input.durationMs, input.faults, input.planned)
      : slicedWindows(input.slices);
  const graceMs = input.slices?.gapMs ?? 0;
  const times = timesOf(requests);
  const phases = mapPhases((name) =>
    phaseOf(requests, times, windows[name], { isAll: name === 'all', graceMs }),
  );
  const span = { fromMs: -input.warmUpMs, toMs: Math.max(input.endMs, input.durationMs) };
  const binMs = binWidth(span, input.tickets.count);
  const named = [...stageWindows(input.stages ?? [])].map(([name, { during, after }]) => {
    const figures = (windows: readonly Window[]) =>
      phaseOf(requests, times, windows, { isAll: false, graceMs }).figures;
    return [name, { during: figures(during), after: figures(after) }] as const;
  });
  return {
    outcomes: input.audit.outcomes,
    phases: mapPhases((name) => phases[name].figures),
    ...(named.length === 0 ? {} : { stages: Object.fromEntries(named) }),
    rates: phases.all.figures.rates,
    money: input.audit.money,
    binMs,
    timeline: timeline(requests, span, binMs),
    dots: dots(requests),
    exemplars: exemplars(
      requests,
      { all: phases.all.rows, during: phases.during.rows },
      phases.all.completed.successes,
      input,
    ),
    histograms: mapPhases((name) => ({
      accepted: histogramOf(phases[name].accepted.successes),
      completed: histogramOf(phases[name].completed.successes),
    })),
  };
};
