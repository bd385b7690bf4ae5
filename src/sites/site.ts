import type { MachineMoment } from '../evidence/evidence.ts';
import type { FromLinks, ToLinks } from '../links/protocol.ts';
import type { FromLoad, ToLoad } from '../load/protocol.ts';
import type { FromStub, ToStub } from '../load/stub/protocol.ts';
import type { Tickets } from '../load/ticket.ts';
import type { Replayed, ReplayStart } from '../replay/protocol.ts';
import type { FromService, ToService } from '../service/protocol.ts';
import type { Ledger } from '../workflow/read-ledger.ts';

/** The programs that a site can start, with what they are sent and what they send. */
export interface Programs {
  readonly service: { readonly to: ToService; readonly from: FromService };
  readonly load: { readonly to: ToLoad; readonly from: FromLoad };
  readonly links: { readonly to: ToLinks; readonly from: FromLinks };
  readonly replay: { readonly to: ReplayStart; readonly from: Replayed };
  /** The front door of known behaviour that the load generator is checked against. */
  readonly stub: { readonly to: ToStub; readonly from: FromStub };
}

export type ProgramName = keyof Programs;
export type MessageTo<P extends ProgramName> = Programs[P]['to'];
export type MessageFrom<P extends ProgramName> = Programs[P]['from'];

/** How a process ended. */
export interface End {
  readonly pid: number;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that a site has started, with typed messages both ways. It ends when the harness ends, by whatever cause; disposing it kills it. */
export interface SiteProcess<P extends ProgramName> extends AsyncDisposable {
  readonly pid: number;
  /** Where the other processes of a round reach its ports. */
  readonly host: string;
  /** A message to a process that has ended is dropped. */
  readonly send: (message: MessageTo<P>) => void;
  /** Gives back what ends the listening. */
  readonly onMessage: (listener: (message: MessageFrom<P>) => void) => () => void;
  /** Resolves when it has ended; never rejects. */
  readonly exited: Promise<void>;
  readonly hasExited: () => boolean;
  /** From now on its end is what was asked for, for instance after the message that tells it to stop. */
  readonly expectEnd: () => void;
  readonly kill: (signal: NodeJS.Signals) => void;
}

export interface LaunchOptions {
  /** Takes what the process prints; readable too. */
  readonly logFd: number;
  /** Folder of another build than this one. */
  readonly root?: string | undefined;
  /** Called when the process ends though it was neither killed by us nor told to stop. */
  readonly endedByItself?: (end: End) => void;
}

/** Times that belong to where a round runs and not to what it asks, ms. */
export interface Pace {
  readonly sampleEveryMs: number;
  /** From the message to begin to the first due time. */
  readonly headStartMs: number;
  /** For a service to come up. */
  readonly startWithinMs: number;
  /** For a service to stop when told; it is killed after that. */
  readonly stopWithinMs: number;
}

/** Where the processes of a round run. Nothing above it knows of processes, addresses or the machine. */
export interface Site {
  readonly name: string;
  readonly pace: Pace;
  /** Throws an EnvironmentError where the program cannot be started at all. */
  readonly launch: <P extends ProgramName>(program: P, options: LaunchOptions) => SiteProcess<P>;
  /** What a service durably did; rejects when it cannot be read. */
  readonly readLedger: (databaseFile: string) => Promise<Ledger>;
  /** The records that a load process wrote; throws when they cannot be read. */
  readonly readTickets: (file: string) => Tickets;
  /** What a process of the machine has spent since its start; null where it is gone. */
  readonly usageOf: (pid: number) => Promise<{ readonly cpuMs: number; readonly rssBytes: number } | null>;
  /** Looks at the machine, and at what the processes named have spent on it. */
  readonly watchMachine: (pids: readonly number[]) => Promise<MachineMoment>;
}

/** The next message of a type that fits; null when the process ended without one. */
export const nextMessage = <P extends ProgramName, T extends MessageFrom<P>['type']>(
  { onMessage, exited, hasExited }: SiteProcess<P>,
  type: T,
  fits: (message: Extract<MessageFrom<P>, { type: T }>) => boolean = () => true,
): Promise<Extract<MessageFrom<P>, { type: T }> | null> => {
  const isOfType = (message: MessageFrom<P>): message is Extract<MessageFrom<P>, { type: T }> =>
    message.type === type;
  return new Promise((resolve) => {
    const stop = onMessage((message) => {
      if (!isOfType(message) || !fits(message)) return;
      stop();
      resolve(message);
    });
    const gone = (): void => {
      stop();
      resolve(null);
    };
    if (hasExited()) gone();
    else void exited.then(gone);
  });
};
