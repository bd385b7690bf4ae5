import type { Tickets } from '../load/ticket.ts';
import type { PhaseFigures, PhaseName } from '../result/figures.ts';
import type { LawResult } from '../result/observations.ts';
import type { Bank } from '../workflow/bank.ts';
import type { Meaning } from '../workflow/meaning.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import type { AuditResult } from './audit.ts';

/** A fault that acted on every step of a service, or a share of them, for a while. */
export interface InjectedFault {
  readonly type: string;
  readonly service: string;
  /** The only step that it acts on; null: all. */
  readonly step: string | null;
  /** The only process, by its name; null: all. */
  readonly instance: string | null;
  /** ms from the end of the warm-up. */
  readonly from: number;
  readonly until: number;
  /** Of the steps that come by. */
  readonly share: number;
  /** Steps that it touched. */
  readonly met: number;
}

/** Everything that the laws are judged by: what the client, the services and the samples say of one round. */
export interface LawEvidence {
  readonly tickets: Tickets;
  readonly entries: Iterable<LedgerEntry>;
  readonly audit: Pick<AuditResult, 'outcomes' | 'withoutClass'>;
  readonly phases: Readonly<
    Record<PhaseName, Pick<PhaseFigures, 'outcomes' | 'rates' | 'accepted' | 'completed'>>
  >;
  /** End of the warm-up on the clock of the ledger stamps; the round lasted from `startedMs` to `endedMs` on the same clock. */
  readonly originMs: number;
  readonly startedMs: number;
  readonly endedMs: number;
  /** Measured time. */
  readonly durationMs: number;
  /** Simulated work that a row of a working step was ordered to take, ms; null for a step without work. */
  readonly orderedMs: (entry: LedgerEntry) => number | null;
  /** Whether the scenario draws the work of each try of a service anew. */
  readonly redraws: (service: string) => boolean;
  /** What the effects of the workflow mean. */
  readonly meaning: Meaning;
  /** Digest of what a request carries, drawn from the seed; null where requests carry nothing. */
  readonly payloadOf: ((requestId: string) => string) | null;
  /** Whether a step that may decline does so for a request, drawn from the seed. */
  readonly bank: Bank;
  /** Worker slots of one process, by service. */
  readonly workersOf: (service: string) => number;
  /** Requests of the client that were open, ms from the end of the warm-up. */
  readonly samples: { readonly t: readonly number[]; readonly clientInFlight: readonly number[] };
  readonly patienceMs: number;
  /** After a 2xx that promises a result the client waits for a live update. */
  readonly awaitsNotices: boolean;
  /** What each process counted. */
  readonly counters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Orders that reached the front doors, by the HTTP server's own account; null where nobody counted. */
  readonly arrivals: number | null;
  /** false when a front door process died, or when the client may try again. */
  readonly arrivalsAreExact: boolean;
  readonly injected: readonly InjectedFault[];
}

/** What must hold in every round, whatever the styles do and whatever faults are injected. */
export interface Law {
  readonly law: string;
  readonly statement: string;
  readonly tolerance: string;
  readonly judge: (evidence: LawEvidence) => Omit<LawResult, 'law'>;
}
