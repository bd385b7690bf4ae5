import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FromLoad, LoadStart, Progress } from '../../../src/load/protocol.ts';
import { answers, notices, type Tickets } from '../../../src/load/ticket.ts';
import { readTickets } from '../../../src/load/tickets-file.ts';
import { nowMs } from '../../../src/shared/clock.ts';

const entry = fileURLToPath(new URL('../../../dist/load/main.js', import.meta.url));
const headStartMs = 100;

type Done = Extract<FromLoad, { type: 'done' }>;

export interface LoadChild extends AsyncDisposable {
  readonly process: ChildProcess;
  readonly progress: () => Progress | null;
  /** Resolves when all is sent and the condition holds for the latest count. */
  readonly until: (condition: (progress: Progress) => boolean) => Promise<Progress>;
  readonly finish: () => Promise<{ readonly tickets: Tickets; readonly done: Done }>;
}

/** The compiled load process with the given orders; the rest is a quick round of 100 requests after 20 to warm up. */
export const startLoadChild = async (
  own: Pick<LoadStart, 'frontDoors'> &
    Partial<Omit<LoadStart, 'load'>> & { load?: Partial<LoadStart['load']> },
): Promise<LoadChild> => {
  const folder = await mkdtemp(join(tmpdir(), 'load-test-'));
  const ticketsFile = join(folder, 'tickets.bin');
  const load = {
    arrivals: 'constant' as const,
    stages: [{ perSecond: 200, forMs: 500 }],
    warmUpMs: 100,
    patienceMs: 20_000,
    saturate: null,
    ...own.load,
  };
  const common = {
    type: 'start' as const,
    seed: 1,
    idPrefix: 't1-',
    path: '/subscriptions',
    liveUpdates: null,
    coordinates: null,
    clientRetries: 0,
    ticketsFile,
  };
  const child = fork(entry, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let latest: Progress | null = null;
  let done: Done | null = null;
  child.on('message', (message: FromLoad) => {
    if (message.type === 'ready')
      child.send({ type: 'begin', originMs: nowMs() + headStartMs + load.warmUpMs });
    if (message.type === 'progress') latest = message;
    if (message.type === 'done') done = message;
  });
  child.send({ ...common, ...own, load } satisfies LoadStart);
  return {
    process: child,
    progress: () => latest,
    until: async (condition) => {
      while (!(latest?.sentAll && condition(latest))) await once(child, 'message');
      return latest;
    },
    finish: async () => {
      child.send({ type: 'finish' });
      const exited = once(child, 'exit');
      while (done === null && child.exitCode === null) await Promise.race([once(child, 'message'), exited]);
      if (done === null) throw new Error('the load process ended without a report');
      return { done, tickets: readTickets(ticketsFile) };
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** What the client knows of each request, in words. */
export const rowsOf = (tickets: Tickets) =>
  Array.from({ length: tickets.count }, (_, index) => ({
    id: `${tickets.idPrefix}${index}`,
    answer: answers[tickets.answer[index]!],
    notice: notices[tickets.notice[index]!],
    error: tickets.errors[tickets.error[index]!],
    status: tickets.status[index],
    sent: !Number.isNaN(tickets.sentAt[index]),
    answered: !Number.isNaN(tickets.answeredAt[index]),
    completed: !Number.isNaN(tickets.completedAt[index]),
  }));
