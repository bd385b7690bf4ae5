import type { AuditResult } from '../audit/audit.ts';
import { rowsIn } from '../audit/windows.ts';
import type { Tickets } from '../load/ticket.ts';
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
import { type PlannedFault, phaseWindows, type Window } from './phases.ts';
import {
  type FaultRecord,
  type PhaseFigures,
  type PhaseName,
  phaseNames,
  type Rates,
  type RoundResult,
} from './result.ts';
import { binWidth, timeline } from './timeline.ts';

export interface RoundInput {
  readonly tickets: Tickets;
  readonly audit: AuditResult;
  /** Read once more, for the exemplars' spans. */
  readonly entries: Iterable<LedgerEntry>;
  /** End of the warm-up on the clock of the ledger stamps. */
  readonly originMs: number;
  /** In the order of `planned`. */
  readonly faults: readonly FaultRecord[];
  readonly planned: readonly PlannedFault[];
  readonly warmUpMs: number;
  /** Measured time. */
  readonly durationMs: number;
  /** When the drain ended, ms from the end of the warm-up. */
  readonly endMs: number;
}

/** The part of a round's result that follows from tickets, ledgers and faults alone. */
export type RoundFigures = Pick<
  RoundResult,
  'outcomes' | 'phases' | 'rates' | 'money' | 'binMs' | 'timeline' | 'dots' | 'exemplars' | 'histograms'
>;

const eventsIn = (windows: readonly Window[], count: number, timeOf: (index: number) => number): number => {
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    const time = timeOf(index);
    if (windows.some(([from, to]) => time >= from && time < to)) total += 1;
  }
  return total;
};

/** Per second of the windows: requests due, answered with a 2xx and completed in them, whenever they were due. */
const ratesIn = (requests: Requests, windows: readonly Window[], rows: readonly Window[]): Rates => {
  const seconds = windows.reduce((sum, [from, to]) => sum + to - from, 0) / 1_000;
  if (seconds === 0) return { offered: 0, accepted: 0, completed: 0 };
  const { count } = requests.tickets;
  const perSecond = (events: number): number => roundMs(events / seconds);
  return {
    offered: perSecond(rows.reduce((sum, [first, end]) => sum + end - first, 0)),
    accepted: perSecond(eventsIn(windows, count, (index) => acceptedAt(requests, index))),
    completed: perSecond(eventsIn(windows, count, (index) => requests.audit.completedAt[index]!)),
  };
};

interface Phase {
  readonly figures: PhaseFigures;
  readonly rows: readonly Window[];
  readonly accepted: Latencies;
  readonly completed: Latencies;
}

const phaseOf = (requests: Requests, windows: readonly Window[], isAll: boolean): Phase => {
  const { dueAt } = requests.tickets;
  // Whatever is due after the warm-up belongs to the whole, also a last request on the very edge.
  const rows = rowsIn(dueAt, isAll ? [[0, Number.POSITIVE_INFINITY]] : windows);
  const accepted = acceptedLatencies(requests, rows);
  const completed = completedLatencies(requests, rows);
  const figures: PhaseFigures = {
    windows: windows.map(([from, to]) => [roundMs(from), roundMs(to)] as const),
    accepted: accepted.figures,
    completed: completed.figures,
    consistency: consistency(requests, rows),
    outcomes: isAll ? requests.audit.outcomes : requests.audit.outcomesIn(windows),
    rates: ratesIn(requests, windows, rows),
  };
  return { figures, rows, accepted, completed };
};

const mapPhases = <Value>(pick: (name: PhaseName) => Value): Readonly<Record<PhaseName, Value>> =>
  Object.fromEntries(phaseNames.map((name) => [name, pick(name)])) as Record<PhaseName, Value>;

/** Turns an audited round into its figures: phases, rates, timeline, dots, exemplars and histograms. */
export const analyseRound = (input: RoundInput): RoundFigures => {
  const requests: Requests = { tickets: input.tickets, audit: input.audit };
  const windows = phaseWindows(input.durationMs, input.faults, input.planned);
  const phases = mapPhases((name) => phaseOf(requests, windows[name], name === 'all'));
  const span = { fromMs: -input.warmUpMs, toMs: Math.max(input.endMs, input.durationMs) };
  const binMs = binWidth(span, input.tickets.count);
  return {
    outcomes: input.audit.outcomes,
    phases: mapPhases((name) => phases[name].figures),
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
