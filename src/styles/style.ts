import type { RepeatableCall, ServiceName, StepHandler } from '../workflow/order.ts';
import type { Store } from '../workflow/store.ts';
import type { PolicyFragment, PolicyValues } from './policy.ts';

/** A process of a style: one of the four services, or a coordinator that only this style has. */
export type ProcessRole = ServiceName | (string & {});

/** Counts that a service keeps about itself; the harness samples them. */
export interface Gauges {
  /** A request or message has arrived; call the returned function when it is answered or acknowledged. */
  readonly begin: () => () => void;
  /**
   * Registers work that is still owed while nothing is in flight: messages that wait in an outbox, or calls that are still
   * to be made (a refund, a request to be given up). Only messages are a backlog.
   */
  readonly owe: (kind: 'messages' | 'calls', pending: () => number) => void;
  /** Marks the begin of a state worth showing, for instance `circuit:payments`; the returned function marks its end. */
  readonly span: (name: string) => () => void;
  /** Adds to a counter of the result, for instance `http.retries`. */
  readonly count: (name: string, by?: number) => void;
  /** A counter that is kept elsewhere: `read` gives its total so far whenever a sample is taken. Equal names add up. */
  readonly total: (name: string, read: () => number) => void;
}

/** What a style gets to serve one process of one service. `P` are the values of the policies that whoever serves reads. */
export interface ServiceContext<P = PolicyValues> {
  readonly role: ProcessRole;
  /** For instance `payments-1`. */
  readonly instance: string;
  /** Port to listen on; 0 lets the system choose, a restarted process gets its earlier one. */
  readonly port: number;
  readonly policies: P;
  /** Steps that this process works on at the same time. */
  readonly workers: number;
  readonly store: Store;
  /**
   * Simulated work, effect and commit, within the worker slots and behind the faults in force. A repeated call of a step that
   * takes effect `once` is answered from the record, or waits for the working in progress: neither takes a slot.
   */
  readonly step: StepHandler;
  /** Whether `step` would need a worker slot for this call now. */
  readonly needsSlot: (call: RepeatableCall) => boolean;
  /** Steps that wait for a worker slot. */
  readonly waitingForSlot: () => number;
  readonly gauges: Gauges;
  /** Base URLs of all instances of a role; empty until every process of the round has reported its port. */
  readonly peers: (role: ProcessRole) => readonly string[];
  /** Broker of the round; `prefix` starts the name of every exchange and queue. */
  readonly amqp: { readonly url: string; readonly prefix: string } | null;
  /** One line for the log of the round. */
  readonly log: (line: string) => void;
}

export interface Served extends AsyncDisposable {
  /** Port that it listens on. */
  readonly port: number;
}

/** Names on the broker; the harness measures the backlog in `queues` and removes everything after the round. */
export interface Topology {
  readonly exchanges: readonly string[];
  /** Hold work to be done: their depth is the backlog. */
  readonly queues: readonly string[];
  /** Hold messages that wait for their next try. */
  readonly delayed: readonly string[];
  /** Hold messages that were given up. */
  readonly deadLetters: readonly string[];
  /** The stream that keeps every message, if there is one. */
  readonly log: string | null;
}

/** One call of a plan; `extra` goes into the JSON body beside userId and plan. */
export interface ClientCall {
  readonly role: ProcessRole;
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly extra?: Readonly<Record<string, string>>;
}

/** What whoever coordinates a request calls, as data: a process of the style, or the client itself. */
export interface ClientPlan {
  /** In this order, each after the one before has answered with a 2xx. */
  readonly calls: readonly ClientCall[];
  /** After an answer that says `declined`. */
  readonly declined: readonly ClientCall[];
  /** After any other end; its answer may say that the request is `active` all the same. */
  readonly failed: ClientCall;
}

/**
 * A way for the services to talk. It runs in the service processes and knows nothing of load, faults or judges. Reading a scenario
 * loads this object of every style, so what serves (servers, clients, the broker's library) is imported inside `serve`.
 */
export interface Style<P = PolicyValues> {
  readonly name: string;
  /** What a 2xx promises. */
  readonly answers: 'when-done' | 'when-accepted';
  readonly needs: readonly 'rabbitmq'[];
  /** Every role that has its own process(es). */
  readonly services: readonly ProcessRole[];
  /** The role that takes `POST /subscriptions`. */
  readonly frontDoor: ProcessRole;
  /** Where the client makes every call itself; without it, it posts to the front door and waits. */
  readonly clientPlan?: ClientPlan;
  /** The role that serves `GET /updates` (Server-Sent Events); null when the answer says it all. */
  readonly liveUpdates: ProcessRole | null;
  /** The policies that it reads, composed of fragments; a scenario that sets another is refused. */
  readonly policies: PolicyFragment<P>;
  // Methods, so that styles with different policies stand in one registry: each gets values that were read by its own `policies`.
  topology?(prefix: string, policies: P): Topology;
  serve(self: ServiceContext<P>): Promise<Served>;
}
