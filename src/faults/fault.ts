import type { z } from 'zod';
import type { StepHandler } from '../workflow/order.ts';

/** A fault as a scenario asks for it; times count from the end of the warm-up. */
export interface FaultSpec {
  /** Unique within a scenario, for instance `crash-payments-1`. */
  readonly id: string;
  readonly type: string;
  /** A service, `broker`, or a link `from→to`. */
  readonly target: string;
  readonly atMs: number;
  readonly forMs: number;
  /** Parsed by the fault's own `settings` schema. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What a fault may use inside a service or on a link. */
export interface FaultTools {
  /** Count one request, connection or chunk that the fault touched; a fault that touched none did not bite. */
  readonly bite: () => void;
  /** Seeded by run, fault and instance. */
  readonly random: () => number;
  /** A number in [0, 1) of the request: the same for each of its attempts, in every process and for every contestant. */
  readonly lotOf: (requestId: string) => number;
  /** Resolves when the fault is lifted. */
  readonly lifted: Promise<void>;
  /** For instance `payments-1`; on a link its name. */
  readonly instance: string;
}

/** What a fault may do to a target from outside. Every method resolves when the deed is done. */
export interface FaultTarget {
  /** SIGKILL; resolves when the process has ended. */
  readonly kill: () => Promise<void>;
  /** Starts it again if it has ended; resolves when it serves again. */
  readonly restart: () => Promise<void>;
  /** Any signal, for instance SIGSTOP, to every process of the target. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Processes of the target that have ended. */
  readonly ended: () => number;
}

/** A strike in force. Disposing it undoes it; `bites` counts what it touched, without it every process of the target. */
export interface Struck extends AsyncDisposable {
  readonly bites?: () => number;
}

/** Bytes on their way through a link. */
export interface Chunk {
  readonly bytes: Buffer;
  /** `nowMs()`. */
  readonly arrivedAt: number;
  /** `there`: from the end that opened the connection; `back`: to it. */
  readonly way: 'there' | 'back';
}

/** What a link does to its connections while a fault is in force. */
export interface LinkShape {
  /** Called for each open connection at the strike and for each new one; `reset` ends it at both ends by RST. */
  readonly opened?: (connection: { readonly reset: () => void }) => void;
  /** Resolves when the bytes may go on, with what is left of them; null swallows them. One way of a connection is carried in order, chunk after chunk. */
  readonly carry?: (chunk: Chunk) => Promise<Buffer | null>;
  /** An end has closed; resolves when the other may learn of it. */
  readonly closing?: () => Promise<void>;
}

/** Where a fault can strike. `instances` of a service: all unless the settings name one. */
export type FaultScope = 'service' | 'broker' | 'link';

/**
 * A fault has at least one hook: `wrap` changes how a service handles a step, `shape` how a link carries bytes, `strike`
 * acts on a process from outside. `wrap` and `shape` run once a strike and process, so that a closure may keep state.
 * What `strike` returns undoes it when disposed; the harness disposes it on every way out.
 */
export interface Fault {
  readonly type: string;
  readonly scope: readonly FaultScope[];
  /** Keys that the scenario may set beside at, for and the target. */
  readonly settings: z.ZodObject;
  readonly wrap?: (next: StepHandler, settings: never, tools: FaultTools) => StepHandler;
  readonly shape?: (settings: never, tools: FaultTools) => LinkShape;
  readonly strike?: (target: FaultTarget, settings: never) => Promise<Struck>;
  /** A process may end by this fault without anybody outside killing it. */
  readonly endsProcess?: true;
  /** Clearing it starts the target anew, which takes time: it begins so much sooner. */
  readonly restarts?: true;
}
