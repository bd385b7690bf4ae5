import type { SweepPoint } from './sweep-point.ts';

/** The versioned shape of `result.json`. Other programs read these names; see docs/decisions before changing one. */
export const resultSchema = 'tandem.result/1';

export const outcomeClasses = [
  'completed',
  'declined',
  'refused',
  'compensated',
  'recovered',
  'dropped',
  'stranded',
  'vanished',
  'unresolved',
  // Behind the others, so that the indices in older results stay what they were.
  'contradicted',
] as const;
export type OutcomeClass = (typeof outcomeClasses)[number];

/** Every sent request is in exactly one class; `failed`, `lost` and `unserved` are sums; the others stand beside. */
export type Outcomes = Readonly<Record<OutcomeClass, number>> & {
  readonly sent: number;
  readonly failed: number;
  readonly lost: number;
  readonly unserved: number;
  readonly duplicated: number;
  readonly doubleCharged: number;
  readonly unexpected: number;
  /** Requests with an effect in another service's ledger, with one (or news of one) before its cause, and with one for another user or plan; unknown in older results. */
  readonly misplaced?: number | undefined;
  readonly outOfOrder?: number | undefined;
  readonly foreignUser?: number | undefined;
};

export const percentileNames = ['p50', 'p90', 'p95', 'p99', 'p999'] as const;
export type PercentileName = (typeof percentileNames)[number];

/** Milliseconds. null: "never" where `never` is true, otherwise not enough samples to say (see `support`). */
export interface Quantiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly count: number;
  /** Names of the figures above that are infinite: a request at that rank never got there. */
  readonly never: readonly string[];
}

/** The three ways to count. The figures at the top level are error-adjusted: what never came counts as infinite. */
export interface LatencyFigures extends Quantiles {
  /** Only requests that succeeded. */
  readonly successes: Quantiles;
  /** Every request that got any answer. */
  readonly answers: Quantiles;
  /** From the actual send instead of the due time (service time), successes only. */
  readonly serviceTime: Quantiles;
}

export const phaseNames = ['before', 'during', 'after', 'all'] as const;
export type PhaseName = (typeof phaseNames)[number];

/** Per second: requests that got there outside the window they were due in. */
export interface CarriedRates {
  readonly accepted: number;
  readonly completed: number;
}

/** Per second of the window. The first three count the same requests, those due in it, and can never exceed one another. */
export interface Rates {
  readonly offered: number;
  /** Due in the window and accepted in it. */
  readonly accepted: number;
  readonly completed: number;
  /** Due earlier, got there in this window; unknown in older results. */
  readonly carriedIn?: CarriedRates | undefined;
  /** Due in this window, got there later; unknown in older results. */
  readonly carriedOut?: CarriedRates | undefined;
}

/** Requests whose due time lies in the phase. `all` is the whole measured time. Without faults `during` and `after` are empty. */
export interface PhaseFigures {
  /** ms from the end of the warm-up; several windows when faults repeat. */
  readonly windows: readonly (readonly [from: number, to: number])[];
  readonly accepted: LatencyFigures;
  readonly completed: LatencyFigures;
  /** From accepted to active and noticed, ms (0 when the answer itself says so). */
  readonly consistency: Quantiles;
  readonly outcomes: Outcomes;
  readonly rates: Rates;
}

export interface FaultRecord {
  readonly type: string;
  readonly target: string;
  /** ms from the end of the warm-up; null when it never struck, or was never lifted. */
  readonly struckAt: number | null;
  readonly liftedAt: number | null;
  /** What it touched: requests for a fault inside a service, processes for one from outside. */
  readonly bites: number;
  /** As the run meant it, ms; unknown in older results. */
  readonly plannedAt?: number | undefined;
  readonly plannedForMs?: number | undefined;
  /** Why it could not be injected or cleared; such a round is invalid. */
  readonly error?: string | undefined;
  /** false: the contestant has no such part, for instance a broker fault on a call chain. */
  readonly applies: boolean;
}

export interface GeneratorFigures {
  readonly intended: number;
  readonly sent: number;
  readonly late: number;
  /** sent / intended. */
  readonly achieved: number;
  readonly sendLag: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly eventLoopDelay: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly inFlightPeak: number;
  readonly connectionsPeak: number;
  readonly cpuSeconds: number;
  readonly cpuShare: number;
  /** Scheduling priority of the load process, −20 (first) to 19; null in results that do not say. */
  readonly priority: number | null;
}

/** Who had the processors during the measured time, as shares of all cores; null where the system does not say. */
export interface MachineFigures {
  readonly cores: number;
  /** The processes of the run: services, broker, load, links and the harness. */
  readonly own: number;
  /** Every other process of the machine. */
  readonly others: number | null;
  /** Other guests of the hypervisor (steal time). */
  readonly stolen: number | null;
  /** Share of the time in which the CPU quota of our control group held us back. */
  readonly throttled: number | null;
  /** Share of the time in which at least one task of the machine waited for a processor (pressure stall information). */
  readonly waited: number | null;
  /** Over the last minute, at the end of the load. */
  readonly loadAverage: number;
}

export interface ResourceFigures {
  /** `payments-1`, `rabbitmq`, `load`. */
  readonly process: string;
  readonly service: string;
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
  readonly peakConnections: number;
  readonly peakInFlight: number;
}

/** One bin of the timeline; `t` is its start, ms from the end of the warm-up. Latencies are error-adjusted, by due time. */
export interface TimelineBin {
  readonly t: number;
  /**
   * Requests due, answered with success, and completed in this bin, whenever they were due (counts; divide by the width for a
   * rate). Bins show when things happened, so catching up with a backlog stands above `offered`.
   */
  readonly offered: number;
  readonly accepted: number;
  readonly completed: number;
  /** By due time: of this bin's requests, how many ended failed and lost. */
  readonly failed: number;
  readonly lost: number;
  readonly acceptedP50: number | null;
  readonly acceptedP95: number | null;
  readonly completedP50: number | null;
  readonly completedP95: number | null;
  /** Which of the latencies above are infinite; a null that is not among them has too few samples. Older results lack it. */
  readonly never?: readonly string[] | undefined;
}

/** What the harness sampled while the round ran; all arrays have the length of `t`. */
export interface Samples {
  readonly t: readonly number[];
  /** Messages waiting in queues and outboxes. */
  readonly backlog: readonly number[];
  /** Calls still to be made without a caller who waits. */
  readonly pendingCalls: readonly number[];
  /** Requests sent by the client and not yet over. */
  readonly clientInFlight: readonly number[];
  readonly processes: Readonly<
    Record<
      string,
      {
        readonly connections: readonly number[];
        readonly inFlight: readonly number[];
        /** Share of one core since the sample before. */
        readonly cpu: readonly number[];
      }
    >
  >;
}

/** One request as it went through the services; times in ms from its due time. */
export interface Exemplar {
  /** 50 and 99 by the error-adjusted rank of completion; 100: the worst-ended one that was due during a fault. */
  readonly percentile: number;
  readonly requestId: string;
  /** What became of it. Older results lack it, and picked among the completed ones only. */
  readonly outcome?: OutcomeClass | undefined;
  /** At this rank nobody completed: the request is one of those that did not. */
  readonly never?: boolean | undefined;
  readonly sentAt: number;
  readonly acceptedAt: number | null;
  readonly completedAt: number | null;
  readonly spans: readonly {
    readonly service: string;
    readonly effect: string;
    readonly receivedAt: number;
    readonly startedAt: number;
    readonly endedAt: number;
  }[];
}

/** Requests as dots, capped: [due ms, latency ms or -1 for never, index into outcomeClasses]. `left` were not kept. */
export interface Dots {
  readonly points: readonly (readonly [number, number, number])[];
  readonly left: number;
}

/** Whether a round kept a law; `detail` has the figures it was judged by, or why it could not be. */
export interface LawResult {
  readonly law: string;
  /** null: not enough to judge by. */
  readonly holds: boolean | null;
  readonly detail: string;
}

export interface RoundResult {
  readonly contestant: string;
  readonly style: string;
  /** From 1. */
  readonly round: number;
  /** 2 when the first attempt was invalid and the round was repeated. */
  readonly attempt: number;
  readonly startedAt: string;
  readonly valid: boolean;
  readonly invalidReasons: readonly string[];
  /** Interrupted before its end. */
  readonly partial: boolean;
  /** Whole measured time, warm-up excluded. */
  readonly outcomes: Outcomes;
  readonly phases: Readonly<Record<PhaseName, PhaseFigures>>;
  readonly rates: Rates;
  readonly generator: GeneratorFigures;
  /** null in results that did not look. */
  readonly machine: MachineFigures | null;
  readonly faults: readonly FaultRecord[];
  readonly resources: readonly ResourceFigures[];
  readonly backlog: { readonly peak: number };
  /** Calls that were still to be made though nobody waited for them (refunds, requests to be given up), at most. */
  readonly pendingCalls: { readonly peak: number };
  /** States that lasted a while, for instance `circuit:payments` of `subscriptions-1`; ms from the end of the warm-up. */
  readonly states: readonly {
    readonly process: string;
    readonly name: string;
    readonly from: number;
    /** null: it still lasted at the end. */
    readonly until: number | null;
  }[];
  /** Further states that were not kept, shorter than these; older results do not say. */
  readonly statesLeft?: number | undefined;
  /** ms from the last due time until nothing was left in flight; null when the deadline passed first. */
  readonly drainTime: number | null;
  /** Summed over the services at the same moment. */
  readonly connections: { readonly peak: number };
  readonly inFlight: { readonly peak: number };
  /** CPU ms of services and broker per completed workflow; null without completions. */
  readonly cpuPerWorkflow: number | null;
  /** The whole round, warm-up and foreign ids included: money that was taken before the clock started is money too. */
  readonly money: {
    readonly charges: number;
    readonly refunds: number;
    readonly active: number;
    /** Nothing is unbalanced, and no effect is unexpected, misplaced, out of order or for another user. */
    readonly balanced: boolean;
    /** Requests, foreign ids among them, whose charges − refunds are not their active subscriptions; unknown in older results. */
    readonly unbalanced?: number | undefined;
    /** Requests that the money rule looks at, those of the warm-up among them. */
    readonly requests?: number | undefined;
  };
  /** What must hold in every round whatever the styles do; unknown in older results. */
  readonly laws?: readonly LawResult[] | undefined;
  /** Parts that ended by themselves. */
  readonly ended?:
    | readonly {
        readonly process: string;
        readonly pid: number;
        readonly signal: string | null;
        readonly code: number | null;
        readonly atMs: number;
        readonly lastLines: readonly string[];
      }[]
    | undefined;
  /** Further counts of a style or fault: retries per hop, dead letters, redeliveries, order violations … */
  readonly counters: Readonly<Record<string, number>>;
  readonly binMs: number;
  readonly timeline: readonly TimelineBin[];
  readonly samples: Samples;
  readonly dots: Dots;
  readonly exemplars: readonly Exemplar[];
  /** HdrHistogram V2 (compressed, base64), integer µs; error-adjusted samples that never came are not in it but in `count`. */
  readonly histograms: Readonly<Record<PhaseName, { readonly accepted: string; readonly completed: string }>>;
}

/** Median over the valid rounds with a bootstrap interval; null where no round has the figure. */
export interface Estimate {
  readonly median: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly values: readonly (number | null)[];
}

export interface Comparison {
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  /** Geometric mean of b/a over paired rounds, with its interval. */
  readonly ratio: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** About b seen from a, after Holm's correction. For a rate, `faster` means more per second. */
  readonly verdict: 'faster' | 'slower' | 'no difference shown';
}

export interface ContestantSummary {
  readonly style: string;
  /** Keyed by metric name as in the budget language, for instance `completed.p95 during`. */
  readonly figures: Readonly<Record<string, Estimate>>;
  /** Summed over the valid rounds. */
  readonly outcomes: Outcomes;
}

export interface HypothesisResult {
  readonly text: string;
  readonly verdict: 'supported' | 'refuted' | 'inconclusive';
  /** What was measured, in words, for instance `events.failed + events.lost = 0`. */
  readonly detail: string;
  readonly line: number;
  readonly column: number;
}

export interface BudgetResult {
  readonly text: string;
  readonly verdict: 'pass' | 'warn' | 'fail' | 'invalid';
  /** Measured left side; null when it could not be decided. */
  readonly value: number | null;
  readonly detail: string;
  readonly line: number;
  readonly column: number;
}

export interface Environment {
  readonly cpuModel: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly os: string;
  readonly node: string;
  readonly broker: string;
  /** SHA-256 of package-lock.json, first 12 hex digits; empty when there is none. */
  readonly dependencyLock: string;
  readonly tandem: string;
}

export interface ScenarioRecord {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  readonly claim: string;
  readonly why: string;
  readonly group: string;
  readonly source: string;
  readonly scale: number;
  readonly contestants: readonly {
    readonly name: string;
    readonly style: string;
    readonly answers: 'when-done' | 'when-accepted';
    readonly policies: Readonly<Record<string, unknown>>;
    /** Equal capacity, shown: instances × workers per service. */
    readonly capacity: Readonly<Record<string, { readonly instances: number; readonly workers: number }>>;
    /** The load as it was for this contestant, whole; older results do not have it. */
    readonly load?: Readonly<Record<string, unknown>> | undefined;
    /** What each service of the style had: instances, workers, work; whole. */
    readonly services?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  }[];
  readonly rounds: number;
  readonly load: {
    readonly arrivals: string;
    readonly stages: readonly { readonly perSecond: number; readonly forMs: number }[];
    readonly warmUpMs: number;
    readonly drainMs: number;
    readonly patienceMs: number;
    readonly declined: number;
  };
  readonly faults: readonly {
    readonly type: string;
    readonly target: string;
    readonly atMs: number;
    readonly forMs: number;
    /** What the scenario sets beside time and target, parsed; older results do not have it. */
    readonly settings?: Readonly<Record<string, unknown>> | undefined;
  }[];
}

export interface RunResult {
  readonly schema: typeof resultSchema;
  readonly scenario: ScenarioRecord;
  readonly environment: Environment;
  readonly seed: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The run was interrupted; what is here was measured, the rest is missing. */
  readonly partial: boolean;
  readonly verdict: 'pass' | 'fail' | 'invalid';
  /** Why the verdict is what it is, one sentence each. */
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  readonly hypotheses: readonly HypothesisResult[];
  readonly budgets: readonly BudgetResult[];
  readonly rounds: readonly RoundResult[];
  /** Only of a sweep over several offered rates, and then beside the run at the highest of them. */
  readonly sweep?: readonly SweepPoint[] | undefined;
  readonly summary: {
    readonly contestants: Readonly<Record<string, ContestantSummary>>;
    readonly comparisons: readonly Comparison[];
  };
}
