import type { FaultSpec } from '../faults/fault.ts';
import type { Stage } from '../load/shapes/index.ts';
import type { PayloadSize } from '../shared/payload.ts';
import type { PolicyValues } from '../styles/policy.ts';
import type { Workflow } from '../workflow/definition.ts';
import type { Party } from '../workflow/party.ts';
import type { WorkTime } from '../workflow/simulated-work.ts';

import type { Comparable } from './language/expression.ts';
/** Where a text stands in the scenario file, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A module that a scenario names. */
export interface NamedModule {
  readonly kind: 'style' | 'fault';
  /** Absolute. */
  readonly path: string;
}

/** A hypothesis or budget as written and as it was understood, with its place in the file. */
export interface Expression extends Position {
  readonly text: string;
  readonly parsed: Comparable;
}

export interface Contestant {
  readonly name: string;
  /** A name from the style registry, or the path of a module that exports a style (absolute after loading). */
  readonly style: string;
  /** Only what the scenario overrides; nothing while the module of its style has not been loaded. */
  readonly overrides: PolicyValues;
  /** All that its style reads, defaults with the overrides applied; nothing while the module of its style has not been loaded. */
  readonly policies: PolicyValues;
  /** What it has otherwise than the scenario says for all; empty for a plain comparison. */
  readonly own: {
    readonly services: Readonly<Record<string, Partial<ServiceSpec>>>;
    readonly perSecond?: number;
    readonly warmUpMs?: number;
    readonly payload?: PayloadSize;
  };
  /** Folder of another build whose service processes run instead of this one's; only `--against-ref` sets it. */
  readonly servicesFrom?: string;
}

export interface Load {
  readonly arrivals: 'poisson' | 'constant';
  /** At least one; together they make up the measured time. */
  readonly stages: readonly Stage[];
  readonly warmUpMs: number;
  /** Upper bound of the drain. */
  readonly drainMs: number;
  /** How long the client waits for an answer, from the due time. */
  readonly patienceMs: number;
  /** Share of requests that are declined by a step which may decline, 0 to 1. */
  readonly declined: number;
  /** A round whose generator sent later than this (p99 of the send lag) is invalid, ms. */
  readonly maxSendLagMs: number;
  /** Share of the machine that processes outside the run may use before a round is invalid, 0 to 1. */
  readonly maxOthers: number;
  /** Closed-loop saturation instead of the open loop; null in all others. */
  readonly saturate: { readonly connections: number } | null;
  /** Arrivals as recorded elsewhere, instead of those of the stages, which then say their length and mean rate. */
  readonly trace?: {
    /** As written in the scenario. */
    readonly file: string;
    readonly hash: string;
    readonly speed: number;
    readonly loop: boolean;
    /** ms from the end of the warm-up, ascending. */
    readonly dueAt: readonly number[];
  };
  /** What the client does when a request fails; without it, nothing. */
  readonly client?: { readonly retries: number };
  /** What each request carries through all steps; nothing without it. */
  readonly payload?: PayloadSize;
  /** Every user changes the plan several times; without it, orders have nothing to do with one another. */
  readonly sequence?: { readonly plans: readonly string[]; readonly users: number };
}

/** How the number of processes of a service follows its use; see docs/load.md for the rule. */
export interface Autoscale {
  /** Share of all worker slots of the service that should be busy, above 0 to 1. */
  readonly target: number;
  /** As many as this at least, and at the start. */
  readonly from: number;
  readonly to: number;
  /** ms between two decisions. */
  readonly everyMs: number;
  /** For so long fewer processes must have been enough before any is taken away, ms. */
  readonly downAfterMs: number;
}

export interface ServiceSpec {
  /** Processes; of a service that scales, those that it starts with. */
  readonly instances: number;
  /** Steps that one instance works on at the same time. */
  readonly workers: number;
  /** Simulated work per step, lognormal; equal median and p99 mean constant. */
  readonly work: WorkTime;
  /** How long each of its processes takes from its start until it begins to serve, ms; 0 without it. */
  readonly coldStartMs?: number;
  /** null or none: as many processes all the time. */
  readonly autoscale?: Autoscale | null;
}

/**
 * How contestants are measured: one after the other, each in rounds of its own; in slices, all up at the same time and under load in turn; or
 * two builds of one style under the same load at the same time (duet), which only a comparison with another build has.
 */
export type Measure = 'rounds' | 'slices' | 'duet';

/** A scenario after parsing, defaults and scaling: every duration in ms, every share 0 to 1. */
export interface Scenario {
  /** File name without extension. */
  readonly name: string;
  readonly file: string;
  /** The YAML text as read. */
  readonly source: string;
  readonly title: string;
  readonly claim: string;
  readonly why: string;
  /** Heading under which `tandem list` shows it. */
  readonly group: string;
  readonly contestants: readonly Contestant[];
  readonly measure: Measure;
  /** Of each contestant; where several are up together, how often all of them are started anew. */
  readonly rounds: number;
  readonly load: Load;
  /** What all services together do. */
  readonly workflow: Workflow;
  /** Whoever outside is asked by a step. */
  readonly parties: readonly Party[];
  /** Every service of the workflow. */
  readonly services: Readonly<Record<string, ServiceSpec>>;
  readonly faults: readonly FaultSpec[];
  readonly hypotheses: readonly Expression[];
  readonly budgets: readonly Expression[];
  /** By how much a figure may be worse than that of another build; only what the scenario says. */
  readonly margins?: {
    /** Shares, 0.03 for 3%. */
    readonly median?: number;
    readonly p95?: number;
    readonly rate?: number;
    readonly resolutionMs?: number;
  };
  readonly scale: number;
  /** Modules that it names and that were not loaded when it was read: it cannot run like this. */
  readonly unread: readonly NamedModule[];
  /** Modules that were loaded, with a hash of each file: two runs are alike only where these are. */
  readonly modules: readonly (NamedModule & { readonly hash: string })[];
}
