import type { z } from 'zod';
import type { StepHandler } from '../workflow/order.ts';
import type { FaultTarget, TargetKind } from './target.ts';

/** What the harness and the audit must know of a fault that they do not run. */
export interface FaultActs {
  /** It wraps the steps of a service. */
  readonly onSteps: boolean;
  /** It acts on a process from outside. */
  readonly fromOutside: boolean;
  /** A process may end by it without anybody outside killing it. */
  readonly endsProcess: boolean;
  /** Clearing it starts the target anew, which takes time. */
  readonly restarts: boolean;
}

/** A fault as a scenario asks for it; times count from the end of the warm-up. */
export interface FaultSpec {
  /** Unique within a scenario, for instance `crash-payments-1`. */
  readonly id: string;
  readonly type: string;
  /** Absolute path of the module that exports it; null for one of Tandem's own. */
  readonly module: string | null;
  readonly acts: FaultActs;
  readonly target: FaultTarget;
  readonly atMs: number;
  readonly forMs: number;
  /** Parsed by the fault's own `settings` schema. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What a fault may use inside a service or on a link. */
export interface FaultTools {
  /** Counts one request, connection or chunk that the fault affected; a round whose fault affected none is invalid. */
  readonly countAffected: () => void;
  /** Seeded by run, fault and instance. */
  readonly random: () => number;
  /** A number in [0, 1) of the request: the same for each of its attempts, in every process and for every contestant. */
  readonly lotOf: (requestId: string) => number;
  /** Resolves when the fault is cleared. */
  readonly cleared: Promise<void>;
  /** For instance `payments-1`; on a link its name. */
  readonly instance: string;
}

/** What a fault may do from outside to the processes of its target. Every method resolves when the deed is done. */
export interface TargetControl {
  /** SIGKILL; resolves when the process has ended. */
  readonly kill: () => Promise<void>;
  /**
   * A graceful end: it takes nothing new and finishes what it has in hand, for `withinMs` at most; resolves when the process has ended.
   */
  readonly finish: (withinMs: number) => Promise<void>;
  /** Starts it again if it has ended; resolves when it serves again. */
  readonly restart: () => Promise<void>;
  /** Any signal, for instance SIGSTOP, to every process of the target. */
  readonly signal: (signal: NodeJS.Signals) => Promise<void>;
  /** Processes of the target that have ended. */
  readonly ended: () => number;
  /** Each process of the target by itself, in the order of their numbers. */
  readonly each: readonly TargetControl[];
}

/** A fault in force from outside. Disposing it clears the fault; `affected` counts what it touched, without it every process of the target. */
export interface Injection extends AsyncDisposable {
  readonly affected?: () => number;
}

/** Bytes on their way through a link. */
export interface Chunk {
  readonly bytes: Buffer;
  /** `nowMs()`. */
  readonly arrivedAt: number;
  /** `there`: from the end that opened the connection; `back`: to it. */
  readonly way: 'there' | 'back';
  /** Requests (HTTP, on their way there) or messages (AMQP, published or delivered) that begin in it. */
  readonly messages: number;
  /** Ends the connection at both ends by RST. */
  readonly reset: () => void;
}

/** What a link does to its connections while a fault is in force. */
export interface LinkShape {
  /** Called for each connection that is open at the injection and for each new one; `reset` ends it at both ends by RST. */
  readonly opened?: (connection: { readonly reset: () => void }) => void;
  /** Resolves when the bytes may go on, with what is left of them; null swallows them. One way of a connection is carried in order, chunk after chunk. */
  readonly carry?: (chunk: Chunk) => Promise<Buffer | null>;
  /** An end has closed; resolves when the other may learn of it. */
  readonly closing?: () => Promise<void>;
}

/**
 * A fault has at least one hook: `wrap` changes how a service handles a step, `shape` how a link carries bytes, `inject`
 * acts on processes from outside, `start` on those that start. `wrap` and `shape` run once an injection and process, so that a closure may keep state.
 * What `inject` returns clears the fault when disposed; the harness disposes it on every way out.
 */
export interface FaultDefinition<Schema extends z.ZodObject> {
  readonly type: string;
  /** What it can act on. */
  readonly targets: readonly TargetKind[];
  /** Keys that the scenario may set beside at, for and the target. */
  readonly settings: Schema;
  readonly wrap?: (next: StepHandler, settings: z.output<Schema>, tools: FaultTools) => StepHandler;
  readonly shape?: (settings: z.output<Schema>, tools: FaultTools) => LinkShape;
  readonly inject?: (target: TargetControl, settings: z.output<Schema>) => Promise<Injection>;
  /** Runs in each process of a service that starts while the fault is in force; it serves when this has resolved. */
  readonly start?: (settings: z.output<Schema>, tools: FaultTools) => Promise<void>;
  /** A process may end by this fault without anybody outside killing it. */
  readonly endsProcess?: true;
  /** Clearing it starts the target anew, which takes time: it begins so much sooner. */
  readonly restarts?: true;
}

/** Any fault of the registry; its hooks take the settings of a `FaultSpec` of its type. */
export type Fault = FaultDefinition<z.ZodObject>;

export const actsOf = ({
  wrap,
  inject,
  endsProcess,
  restarts,
}: Pick<Fault, 'wrap' | 'inject' | 'endsProcess' | 'restarts'>): FaultActs => ({
  onSteps: wrap !== undefined,
  fromOutside: inject !== undefined,
  endsProcess: endsProcess === true,
  restarts: restarts === true,
});

/**
 * Declares a fault; its hooks get the settings as its schema parses them. The registry forgets which schema that was, which is sound
 * because the settings of a spec are what the schema of its type made of the scenario.
 */
export const defineFault = <Schema extends z.ZodObject>(definition: FaultDefinition<Schema>): Fault =>
  definition;
