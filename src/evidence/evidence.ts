import type { Priors } from '../analysis/comparisons.ts';
import type { Blockage } from '../broker/alarm-watch.ts';
import type { Slices } from '../load/slices.ts';
import type { GeneratorHealth, Tickets } from '../load/ticket.ts';
import type { Replayed } from '../replay/protocol.ts';
import type { FaultRecord, ScalingRecord } from '../result/observations.ts';
import type { Environment, RunResult } from '../result/run.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import type { ServiceSample } from '../service/protocol.ts';
import type { PlacedStyle } from '../styles/style.ts';
import type { GateAsked } from '../verdicts/gate.ts';
import type { RoundLook } from '../verdicts/looks.ts';
import type { MachineReading } from '../verdicts/machine.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import type { Look } from './look.ts';
import type { CpuReading } from './measured-usage.ts';

/** What the broker is called among the processes of a round. */
export const brokerProcess = 'rabbitmq';

/** What a judge must know of a style; all of it is plain data. */
export type StyleFacts = Pick<
  PlacedStyle,
  'name' | 'answers' | 'needs' | 'services' | 'frontDoor' | 'liveUpdates'
>;

export const factsOf = (style: PlacedStyle): StyleFacts => {
  const { name, answers, needs, services, frontDoor, liveUpdates } = style;
  return { name, answers, needs, services, frontDoor, liveUpdates };
};

/** A contestant and the style that it runs. */
export interface ResolvedContestant {
  readonly contestant: Contestant;
  readonly style: StyleFacts;
}

/** A part of a round that ended though nobody had asked it to. */
export interface EndedPart {
  /** For instance `payments-1`, `load`, `links`, `rabbitmq`. */
  readonly process: string;
  readonly pid: number;
  readonly signal: string | null;
  readonly code: number | null;
  /** `nowMs()`. */
  readonly at: number;
  /** The end of its log; '' when it wrote none. */
  readonly lastLines: string;
}

export interface Drained {
  /** false: the deadline passed, or the run was interrupted, with work still in flight. */
  readonly drained: boolean;
  /** `nowMs()` of the first of the quiet looks; null when there was none. */
  readonly quietSince: number | null;
}

/** The client's records, and what the load process says of itself. */
export interface ClientRecords {
  readonly tickets: Tickets;
  readonly health: GeneratorHealth;
  /** HTTP requests that the client made; null in a closed loop. */
  readonly clientCalls: number | null;
  readonly peakRssBytes: number;
  /** Why it could not listen to live updates; empty when all was well. */
  readonly deafBecause: readonly string[];
}

/** Every ledger, every outbox and every queue after the drain. */
export interface Books {
  /** Rows of one service in the order of commit. */
  readonly entries: readonly LedgerEntry[];
  /** Ids in a work queue, delay queue or outbox. */
  readonly queued: readonly string[];
  readonly deadLettered: number;
  /** Queues that the broker can no longer open; whatever they held is gone. */
  readonly broken: number;
  /** Ledgers and queues that could not be read, with the reason. */
  readonly unreadable: readonly string[];
  /** Services whose ledger is among them. */
  readonly unreadLedgers: readonly string[];
}

export interface BrokerUsage {
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
  /** CPU seconds since the first look, over its lives. */
  readonly readings: readonly CpuReading[];
}

/** The kernel's counters at a moment, and what our own processes beside the services had spent by then. */
export interface MachineMoment {
  readonly reading: MachineReading;
  /** CPU seconds of the harness and of the processes that do not report theirs, since their start. */
  readonly ownSeconds: number;
}

/** What one service process said of itself over its lives. */
export interface InstanceEvidence {
  readonly name: string;
  readonly role: string;
  readonly samples: readonly ServiceSample[];
  /** Every life of it sent its last sample when it was stopped, so that nothing it counted is lost. */
  readonly countsAreFinal: boolean;
}

/**
 * What a round leaves behind, before anybody judges it: plain data, of which a verdict is a pure function. Moments are `nowMs()`
 * stamps of the machine of the run, unless a field says otherwise.
 */
export interface RoundEvidence {
  /** As it was for this contestant. */
  readonly scenario: Scenario;
  readonly contestant: Contestant;
  readonly style: StyleFacts;
  readonly round: number;
  readonly attempt: number;
  readonly seed: number;
  /** Starts the ids of the round's requests. */
  readonly prefix: string;
  /** Date and time. */
  readonly startedAt: string;
  /** The end of the warm-up, from which times in a result count. */
  readonly originMs: number;
  readonly loadEndsMs: number;
  readonly collectedMs: number;
  readonly interrupted: boolean;
  readonly drained: Drained;
  readonly client: ClientRecords;
  readonly instances: readonly InstanceEvidence[];
  readonly looks: readonly Look[];
  /** null when the style needs none. */
  readonly broker: BrokerUsage | null;
  /** It, or another that is up too, needs a broker whose process is not ours to look at. */
  readonly brokerIsUnseen: boolean;
  /** When it was under load, where others were up too; without it, it was alone. */
  readonly slices?: Slices;
  readonly faults: readonly FaultRecord[];
  /** What autoscalers did; only where a service scales. */
  readonly scaling?: readonly ScalingRecord[];
  /** Parts that died by themselves; they ended the round. */
  readonly ended: readonly EndedPart[];
  /** As the harness's own connection to the broker saw them. */
  readonly blockages: readonly Blockage[];
  /** At the end of the warm-up and at the end of the load. */
  readonly machine: { readonly from: MachineMoment; readonly to: MachineMoment };
  /** null without an event log. */
  readonly replayed: Replayed | null;
  readonly books: Books;
}

/** How strictly budgets are taken, and against which earlier run. */
export interface Judging {
  readonly strict?: boolean;
  readonly baseline?: RunResult | null;
  /** Noise of this machine as it was measured before, which moderates what few rounds say of it; by metric and phase. */
  readonly priors?: Priors;
  /** Where that comes from, in words. */
  readonly priorsFrom?: string;
  /** Whether one build is worse than another is asked. */
  readonly gate?: GateAsked & { readonly withinSeconds: number };
  /** Only some contestants of the scenario run, so a fault may be meant for one that does not. */
  readonly isSelection?: boolean;
}

/** What the rounds of a run have in common. */
export interface RunEvidence {
  readonly scenario: Scenario;
  readonly contestants: readonly ResolvedContestant[];
  readonly seed: number;
  readonly environment: Environment;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Interrupted, or not over yet. */
  readonly partial: boolean;
  readonly judging: Judging;
  /** Of a run that goes on until it is decided: when that was asked. */
  readonly looks?: readonly RoundLook[];
}
