import type { FaultSpec } from '../faults/fault.ts';
import type { PolicyValues } from '../styles/policy.ts';
import type { Workflow } from '../workflow/definition.ts';
import type { Party } from '../workflow/party.ts';
import type { WorkTime } from '../workflow/simulated-work.ts';

/**
 * Of the messages below and of the ledger that a service writes; whoever changes either raises it. Services of another build are only
 * started where theirs is the same.
 */
export const protocolVersion = 7;

/** The path at which a party outside is asked. */
export const partyPath = '/requests';

/** Everything that a service process needs to know; the first message it gets. */
export interface ServiceConfig {
  readonly workflow: Workflow;
  readonly role: string;
  readonly instance: string;
  /** Name in the style registry, or the absolute path of a module that exports `style`. */
  readonly style: string;
  /** All that the style reads, and no other. */
  readonly policies: PolicyValues;
  readonly workers: number;
  readonly work: WorkTime;
  /** How long it takes from its start until it begins to serve, ms. */
  readonly coldStartMs: number;
  readonly declined: number;
  readonly seed: number;
  readonly databaseFile: string;
  readonly logFile: string;
  /** 0, or the port that an earlier process of this instance had. */
  readonly port: number;
  readonly amqp: { readonly url: string; readonly prefix: string } | null;
  readonly peers: Peers;
  readonly sampleEveryMs: number;
  /** Faults that are in force already: a restarted process must not be healthier than the one before. */
  readonly faults: readonly FaultSpec[];
  /** Parties outside that steps of this service ask. */
  readonly asks: readonly Party[];
  /** This process is that party, and no service of the workflow. */
  readonly party: Party | null;
}

/** Base URLs of all instances, by role. */
export type Peers = Readonly<Record<string, readonly string[]>>;

export type ToService =
  | { readonly type: 'start'; readonly config: ServiceConfig }
  /** Answered by `peers-set` with the same id. */
  | { readonly type: 'peers'; readonly id: number; readonly peers: Peers }
  | { readonly type: 'inject'; readonly fault: FaultSpec }
  | { readonly type: 'clear'; readonly id: string }
  /** `finishWithinMs`: how long it may take nothing new and finish what it has in hand before it stops; 0 stops at once. */
  | { readonly type: 'stop'; readonly finishWithinMs: number };

/** A state of a process that lasted for a while; `nowMs()` stamps, null while it lasts. */
export interface StateSpan {
  readonly name: string;
  readonly from: number;
  readonly until: number | null;
}

/** What a service says about itself every `sampleEveryMs`. */
export interface ServiceSample {
  /** `nowMs()`. */
  readonly at: number;
  /** Since the start of the process. */
  readonly cpuSeconds: number;
  readonly rssBytes: number;
  readonly connections: number;
  /** Requests and messages that arrived and are not answered or acknowledged. */
  readonly inFlight: number;
  /** Steps that hold a worker slot, and calls that wait for one; a process without slots, or of an older build, has neither. */
  readonly slots?: { readonly busy: number; readonly waiting: number };
  /** Messages that wait in an outbox, and calls that are still to be made, though nothing is in flight. */
  readonly owedMessages: number;
  readonly owedCalls: number;
  /** Every state that this process marked since its start. */
  readonly spans: readonly StateSpan[];
  /** Orders that the HTTP server of this process received, whatever the style makes of them. */
  readonly arrivals: number;
  /** Totals since the start of the process. */
  readonly counters: Readonly<Record<string, number>>;
}

export type FromService =
  | { readonly type: 'serving'; readonly port: number }
  | { readonly type: 'sample'; readonly sample: ServiceSample }
  | { readonly type: 'peers-set'; readonly id: number }
  | { readonly type: 'injected'; readonly id: string; readonly at: number }
  | { readonly type: 'cleared'; readonly id: string; readonly at: number; readonly affected: number }
  | { readonly type: 'stopped'; readonly sample: ServiceSample }
  | { readonly type: 'failed'; readonly message: string };
