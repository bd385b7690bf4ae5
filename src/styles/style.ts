import type { Workflow } from '../workflow/definition.ts';
import type { RepeatableCall, StepHandler } from '../workflow/order.ts';
import type { Store } from '../workflow/store.ts';
import type { Explanation } from './explanation.ts';
import type { PolicyFragment, PolicyValues } from './policy.ts';

/** A process of a style: a service of the workflow, or a coordinator that only this style has. */
export type ProcessRole = string;

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
  /** What all services together do. */
  readonly workflow: Workflow;
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

/** Disposing it stops serving at once. */
export interface Served extends AsyncDisposable {
  /** Port that it listens on. */
  readonly port: number;
  /**
   * A graceful end begins: takes nothing new, and resolves when all that it had in hand is finished, answered and sent. Without it a
   * restart is abrupt.
   */
  readonly drain?: () => Promise<void>;
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
  /** Places of the calls that it waits for, which come before it; left out, it waits for the one before. */
  readonly after?: readonly number[];
  /** Nobody waits for its answer, and nothing fails with it. */
  readonly optional?: boolean;
}

/** What whoever coordinates a request calls, as data: a process of the style, or the client itself. */
export interface ClientPlan {
  /** Each as soon as those that it waits for have answered with a 2xx. The last one's answer is that of the whole. */
  readonly calls: readonly ClientCall[];
  /** After an answer that says `declined`. */
  readonly declined: readonly ClientCall[];
  /** After any other end; its answer may say that the request is `active` all the same. */
  readonly failed: ClientCall;
}

/** One role opens connections to another of its style. */
export interface RoleCall {
  readonly from: ProcessRole;
  readonly to: ProcessRole;
}

/** Something that may depend on the workflow. */
export type PerWorkflow<T> = T | ((workflow: Workflow) => T);

/** Which processes a style has for a workflow, and what each of them is to the client. */
export interface Layout {
  /** Every role that has its own process(es). */
  readonly services: readonly ProcessRole[];
  /** The role that takes the client's order. */
  readonly frontDoor: ProcessRole;
  /** Where the client makes every call itself; without it, it posts to the front door and waits. */
  readonly clientPlan?: ClientPlan;
  /** The role that serves `GET /updates` (Server-Sent Events); null when the answer says it all. */
  readonly liveUpdates: ProcessRole | null;
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
  readonly services: PerWorkflow<Layout['services']>;
  readonly frontDoor: PerWorkflow<Layout['frontDoor']>;
  readonly clientPlan?: PerWorkflow<ClientPlan>;
  readonly liveUpdates: PerWorkflow<Layout['liveUpdates']>;
  /** The policies that it reads, composed of fragments; a scenario that sets another is refused. */
  readonly policies: PolicyFragment<P>;
  // Methods, so that styles with different policies stand in one registry: each gets values that were read by its own `policies`.
  topology?(prefix: string, policies: P, workflow: Workflow): Topology;
  /** Which of its roles call which, for plans of faults on links; without it nobody knows before a run. */
  calls?(workflow: Workflow, policies: P): readonly RoleCall[];
  /** Why it cannot run this workflow with these policies; null where it can. Without it, it runs any that its services fit. */
  refuses?(workflow: Workflow, policies: P): string | null;
  /** What it makes of a workflow: the calls or messages of one request, made from the same parts that `serve` runs. */
  explain?(workflow: Workflow, policies: P): Promise<Explanation>;
  serve(self: ServiceContext<P>): Promise<Served>;
}

/** A style as it stands for one workflow. */
export interface PlacedStyle extends Layout, Pick<Style, 'name' | 'answers' | 'needs' | 'policies'> {
  readonly topology?: (prefix: string, policies: PolicyValues) => Topology;
  readonly serve: (self: ServiceContext) => Promise<Served>;
}

const noTopology: Topology = { exchanges: [], queues: [], delayed: [], deadLetters: [], log: null };

const dependsOn = <T extends string | object | null>(
  value: PerWorkflow<T>,
): value is (workflow: Workflow) => T => typeof value === 'function';

const forWorkflow = <T extends string | object | null>(value: PerWorkflow<T>, workflow: Workflow): T =>
  dependsOn(value) ? value(workflow) : value;

/** The layout of a style for a workflow. */
export const layoutOf = (
  { services, frontDoor, liveUpdates, clientPlan }: Pick<Style, keyof Layout>,
  workflow: Workflow,
): Layout => ({
  services: forWorkflow(services, workflow),
  frontDoor: forWorkflow(frontDoor, workflow),
  liveUpdates: forWorkflow(liveUpdates, workflow),
  ...(clientPlan === undefined ? {} : { clientPlan: forWorkflow(clientPlan, workflow) }),
});

/** Places a style: what depends on the workflow is that of this one from then on. */
export const placed = (style: Style, workflow: Workflow): PlacedStyle => {
  const { name, answers, needs, policies } = style;
  return {
    name,
    answers,
    needs,
    policies,
    ...layoutOf(style, workflow),
    ...(style.topology === undefined
      ? {}
      : { topology: (prefix, values) => style.topology?.(prefix, values, workflow) ?? noTopology }),
    serve: (self) => style.serve(self),
  };
};
