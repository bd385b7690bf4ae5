import type { PayloadSize } from '../shared/payload.ts';
import type { ClientPlan } from '../styles/style.ts';
import type { RecentRanks } from './recent.ts';
import type { ScheduleSpec } from './schedule.ts';
import type { OrderSequence } from './sequence.ts';
import type { GeneratorHealth } from './ticket.ts';

/** The first message to the load process: everything that it needs to know. */
export interface LoadStart {
  readonly type: 'start';
  readonly seed: number;
  /** The request with index i has the id `${idPrefix}${i}`. */
  readonly idPrefix: string;
  readonly load: ScheduleSpec & {
    readonly patienceMs: number;
    /** A closed loop with so many connections, for as long as the stages last, instead of arrivals. */
    readonly saturate: { readonly connections: number } | null;
    readonly sequence?: OrderSequence;
    /** What each request carries. */
    readonly payload?: PayloadSize;
  };
  /** Base URLs that take the client's order, and the path at which they do. */
  readonly frontDoors: readonly string[];
  readonly path: string;
  /** Where the client makes every call of the workflow itself: its plan, and the base URLs of each role. */
  readonly coordinates: {
    readonly plan: ClientPlan;
    readonly urls: Readonly<Record<string, readonly string[]>>;
  } | null;
  /** How often the user presses the button again. */
  readonly clientRetries: number;
  /** URLs of live-update streams; null when the answer itself says that all is done. */
  readonly liveUpdates: readonly string[] | null;
  readonly ticketsFile: string;
}

/** Where the client finds the processes of the round. */
export interface Reach {
  readonly frontDoors: readonly string[];
  /** Base URLs of each role. */
  readonly urls: Readonly<Record<string, readonly string[]>>;
  /** URLs of live-update streams; none where the answer itself says that all is done. */
  readonly liveUpdates: readonly string[];
}

export type ToLoad =
  | LoadStart
  /** After `ready`. `originMs` is the `nowMs()` of the end of the warm-up: the zero of all due times. */
  | { readonly type: 'begin'; readonly originMs: number }
  /** After `ready`: from now on the client goes there. Answered by `reached` with the same id. */
  | { readonly type: 'reach'; readonly id: number; readonly reach: Reach }
  | { readonly type: 'finish' };

/** Where the client stands, told about five times a second. */
export interface Progress {
  readonly type: 'progress';
  readonly intended: number;
  readonly sent: number;
  readonly answered: number;
  readonly accepted: number;
  readonly completed: number;
  readonly failed: number;
  readonly sentAll: boolean;
  /** Sent and not yet answered. */
  readonly waiting: number;
  /** Accepted, and no live update yet. */
  readonly awaiting: number;
  /** Time from due, of those that were accepted and completed in the last second. */
  readonly recent: { readonly accepted: RecentRanks | null; readonly completed: RecentRanks | null };
}

export type FromLoad =
  /** All is loaded and connected. */
  | { readonly type: 'ready' }
  | { readonly type: 'reached'; readonly id: number }
  | Progress
  | {
      /** The tickets are written. */
      readonly type: 'done';
      readonly health: GeneratorHealth;
      /** Why live updates could not be listened to, at the start or after a break; empty when all was well. */
      readonly deafBecause: readonly string[];
      /** Live updates about requests whose end was known already, as after a reconnect. */
      readonly repeatedNotices: number;
      /** HTTP requests that the client made; null in a closed loop, where it is one for each. */
      readonly clientCalls: number | null;
      readonly peakRssBytes: number;
    };
