import type { Blockage } from '../broker/alarm-watch.ts';
import type { Broker } from '../broker/broker.ts';
import type { Observer } from '../broker/observer.ts';
import type {
  ClientRecords,
  Drained,
  EndedPart,
  MachineMoment,
  RoundEvidence,
} from '../evidence/evidence.ts';
import type { Guardian } from '../guardian/guardian.ts';
import type { Replayed } from '../replay/protocol.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import type { Style } from '../styles/style.ts';
import type { FaultDriver } from './fault-driver.ts';
import type { Fleet } from './fleet.ts';
import type { PlannedInjection } from './injection-plan.ts';
import type { LoadProcess } from './load-process.ts';
import type { RoundPhase } from './progress.ts';
import type { Sampler } from './sampling.ts';

/** What a round needs to know and may use. */
export interface RoundPlan {
  readonly scenario: Scenario;
  readonly contestant: Contestant;
  readonly style: Style;
  /** From 1; `attempt` is 2 when an invalid round is repeated. */
  readonly round: number;
  readonly attempt: number;
  readonly seed: number;
  /** In the order of the scenario's faults; the same for every contestant. */
  readonly injections: readonly PlannedInjection[];
  /** Starts the names of requests, exchanges and queues; no two rounds share one. */
  readonly prefix: string;
  readonly runFolder: string;
  /** Where the logs of a round that went wrong are kept; made when there are any. */
  readonly logFolder: string;
  readonly broker: Broker | null;
  readonly guardian: Guardian;
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

/** What happened, before anybody judges it. */
export interface RoundRecord {
  readonly plan: RoundPlan;
  readonly startedAt: string;
  readonly originMs: number;
  readonly folder: string;
  readonly fleet: Fleet;
  readonly sampler: Sampler;
  readonly faults: FaultDriver;
  readonly drained: Drained;
  readonly loadEndsMs: number;
  readonly finished: ClientRecords;
  readonly observer: Observer | null;
  /** As the harness's own connection to the broker saw them. */
  readonly blockages: readonly Blockage[];
  /** At the end of the warm-up and at the end of the load. */
  readonly machine: { readonly from: MachineMoment; readonly to: MachineMoment };
  /** null without an event log. */
  readonly replayed: Replayed | null;
  /** Parts that died by themselves; they ended the round. */
  readonly ended: readonly EndedPart[];
  readonly interrupted: boolean;
}
