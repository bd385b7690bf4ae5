import type { ClientRecords, Drained, MachineMoment, RoundEvidence } from '../evidence/evidence.ts';
import type { Slices } from '../load/slices.ts';
import type { Replayed } from '../replay/protocol.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Site } from '../sites/site.ts';
import type { Autoscaler } from './autoscaler.ts';
import type { BrokerSide, BrokerSideOptions } from './broker-side.ts';
import type { FaultDriver } from './fault-driver.ts';
import type { Fleet } from './fleet.ts';
import type { PlannedInjection } from './injection-plan.ts';
import type { LinkProcess } from './link-process.ts';
import type { LoadProcess } from './load-process.ts';
import type { RoundPhase } from './progress.ts';
import type { RoundAlarm } from './round-alarm.ts';
import type { RoundFolder, RoundFolderOptions } from './round-folder.ts';
import type { Sampler } from './sampling.ts';
import type { Seat } from './together.ts';

/** What a round needs to know and may use. */
export interface RoundPlan extends BrokerSideOptions, RoundFolderOptions {
  readonly scenario: Scenario;
  /** From 1; `attempt` is 2 when an invalid round is repeated. */
  readonly round: number;
  readonly attempt: number;
  readonly seed: number;
  /** In the order of the scenario's faults; the same for every contestant. */
  readonly injections: readonly PlannedInjection[];
  /** Starts the names of requests, exchanges and queues; no two rounds share one. */
  readonly prefix: string;
  readonly site: Site;
  /** When it is under load where others are up too, and its place among them; null where it is alone. */
  readonly slices: Slices | null;
  readonly seat: Seat | null;
  readonly signal: AbortSignal;
  readonly watch: (parts: RoundParts) => void;
  readonly beforeAudit: (folder: string) => void | Promise<void>;
  /** Called with what the round left behind, and with the folder that still has its databases. */
  readonly keep: (evidence: RoundEvidence, folder: string) => void;
}

/** The moving parts of a round, for whoever wants to look at them while it runs. */
export interface RoundParts {
  readonly phase: RoundPhase;
  readonly originMs: number;
  readonly load: LoadProcess | null;
  readonly sampler: Sampler | null;
  readonly faults: FaultDriver | null;
}

/** A round from the start of its load on: its parts, its times, and what ends it early. */
export interface LiveRound {
  readonly plan: RoundPlan;
  readonly folder: RoundFolder;
  readonly alarm: RoundAlarm;
  /** null when no fault names a link. */
  readonly links: LinkProcess | null;
  /** null for a style without a broker. */
  readonly side: BrokerSide | null;
  readonly fleet: Fleet;
  readonly load: LoadProcess;
  readonly sampler: Sampler;
  readonly faults: FaultDriver;
  readonly scaler: Autoscaler;
  /** Date and time. */
  readonly startedAt: string;
  /** `nowMs()` of the end of the warm-up and of the end of the load. */
  readonly originMs: number;
  readonly loadEndsMs: number;
  /** Raised by an interrupt of the user and by the death of a part. */
  readonly signal: AbortSignal;
  /** `nowMs()` of the interrupt; Infinity without one. */
  readonly interruptedAt: () => number;
}

/** What the phases of a round found. */
export interface PhaseFindings {
  /** At the end of the warm-up and at the end of the load. */
  readonly machine: { readonly from: MachineMoment; readonly to: MachineMoment };
  readonly drained: Drained;
  readonly client: ClientRecords;
  /** null without an event log. */
  readonly replayed: Replayed | null;
}
