import type { Broker } from '../broker/broker.ts';
import type { Judging } from '../evidence/evidence.ts';
import type { Reaper } from '../reaper/reaper.ts';
import type { RunResult } from '../result/run.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import type { Site } from '../sites/site.ts';
import type { Style } from '../styles/style.ts';
import type { Look } from '../verdicts/looks.ts';
import type { RunListener } from './progress.ts';

export interface RunOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly styleOf: (contestant: Contestant) => Promise<Style>;
  /** null when no contestant needs one. */
  readonly broker: Broker | null;
  readonly reaper: Reaper;
  readonly site: Site;
  readonly listener: RunListener;
  /** Raised once by Ctrl-C: clear the faults, drain briefly, report what there is. */
  readonly signal: AbortSignal;
  readonly judging: Judging;
  /** Sees the folder with a round's databases after the drain and before the audit; for tests and for the curious. */
  readonly beforeAudit?: (contestant: string, folder: string) => void | Promise<void>;
  /** Folder for the logs of rounds that went wrong; made when there are any. */
  readonly logFolder: string;
  /** Where the evidence of every round is kept, so that it can be judged again; made when it is needed. */
  readonly evidenceFolder?: string;
  /** Called with the result so far after every round, and with the final one. */
  readonly save: (result: RunResult) => void;
  /** Instead of a number of rounds: as many as the time allows. */
  readonly until?: Until;
}

/** How long a run goes on that has a time instead of a number of rounds. */
export interface Until {
  readonly withinMs: number;
  /** Asked after every round of all contestants; true ends the run. */
  readonly isDecided: (result: RunResult, look: Look) => boolean;
}
