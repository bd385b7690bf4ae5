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

/** What a fault may use inside a service. */
export interface FaultTools {
  /** Count one request that the fault touched; a fault that touched none did not bite. */
  readonly bite: () => void;
  /** Seeded by run, fault and instance. */
  readonly random: () => number;
  readonly instance: string;
}

/** What a fault may do to a target from outside. Every method resolves when the deed is done. */
export interface FaultTarget {
  /** SIGKILL; resolves when the process has ended. */
  readonly kill: () => Promise<void>;
  /** Starts it again; resolves when it serves again. */
  readonly restart: () => Promise<void>;
  /** Any signal, for instance SIGSTOP, to every process of the target. */
  readonly signal: (signal: NodeJS.Signals) => void;
}

/** Where a fault can strike. `instances` of a service: all unless the settings name one. */
export type FaultScope = 'service' | 'broker' | 'link';

/**
 * A fault has one hook or both: `wrap` changes how a service handles a step, `strike` acts on a process from outside.
 * What `strike` returns undoes it when disposed; the harness disposes it on every way out.
 */
export interface Fault {
  readonly type: string;
  readonly scope: readonly FaultScope[];
  /** Keys that the scenario may set beside at, for and the target. */
  readonly settings: z.ZodObject;
  readonly wrap?: (next: StepHandler, settings: never, tools: FaultTools) => StepHandler;
  readonly strike?: (target: FaultTarget, settings: never) => Promise<AsyncDisposable>;
}
