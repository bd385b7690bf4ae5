import { closeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Reaper } from '../reaper/reaper.ts';
import { EnvironmentError, messageOf } from '../shared/errors.ts';
import { knowsBootGate, openBootGate } from './boot-gate.ts';
import type { Broker, BrokerEnd } from './broker.ts';
import { untilReady } from './connection.ts';
import type { ServerInstallation } from './find-program.ts';
import { makeNodeFolder, type NodeFolder } from './private-node-folder.ts';
import { type PrivateProcess, startPrivateProcess } from './private-process.ts';
import { timedBoot } from './timed-boot.ts';

// Cold disks and shared processors: 7 to 19 s were seen on two cores.
const startTimeoutMs = 90_000;

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** The two processes of a private node, and how they come and go. */
class NodeProcesses {
  readonly #installation: ServerInstallation;
  readonly #folder: NodeFolder;
  readonly #reaper: Reaper;
  #epmd: PrivateProcess | null = null;
  #server: PrivateProcess | null = null;
  /** False while the node starts: who does not come up is reported by the start. */
  #isUp = false;
  /** How it ended by itself; null while it runs, and when it was asked to. */
  #death: BrokerEnd | null = null;
  readonly #listeners = new Set<(end: BrokerEnd) => void>();

  constructor(installation: ServerInstallation, folder: NodeFolder, reaper: Reaper) {
    this.#installation = installation;
    this.#folder = folder;
    this.#reaper = reaper;
  }

  get pid(): number | null {
    return this.#server?.pid ?? null;
  }

  /** Starts what does not run, and waits until a client can log in. Gives the version. */
  async start(): Promise<string> {
    try {
      // Erlang starts a port mapper by itself and leaves it behind, so there is one already: on a port of its own.
      if (this.#epmd === null || this.#epmd.hasEnded()) await this.#startEpmd();
      const server = await this.#spawn(this.#installation.server);
      this.#server = server;
      const version = await untilReady(this.#folder.url, startTimeoutMs, () =>
        server.hasEnded() ? `the node (pid ${server.pid}) ended during its start` : null,
      );
      this.#isUp = true;
      this.#death = null;
      return version;
    } catch (error) {
      throw new EnvironmentError(`${messageOf(error)}\n${await this.#folder.logTail()}`, { cause: error });
    }
  }

  async #startEpmd(): Promise<void> {
    const epmd = await this.#spawn(this.#installation.epmd);
    this.#epmd = epmd;
    while (!(await accepts(this.#folder.epmdPort))) {
      if (epmd.hasEnded())
        throw new EnvironmentError(`The Erlang port mapper (epmd, pid ${epmd.pid}) ended at its start.`);
      await delay(20);
    }
  }

  async #spawn(program: string): Promise<PrivateProcess> {
    const { environment, path, openLog } = this.#folder;
    const log = openLog();
    try {
      const endedByItself = (end: Omit<BrokerEnd, 'lastLines'>): void => void this.#report(end);
      return await startPrivateProcess({
        program,
        environment,
        folder: path,
        log,
        reaper: this.#reaper,
        endedByItself,
      });
    } finally {
      closeSync(log);
    }
  }

  async #report(end: Omit<BrokerEnd, 'lastLines'>): Promise<void> {
    if (!this.#isUp) return;
    this.#isUp = false;
    const server = this.#server;
    const lastLines = await this.#folder.logTail();
    // Started again meanwhile: the end of an earlier life is no news.
    if (this.#server !== server) return;
    this.#death = { ...end, lastLines };
    for (const listener of this.#listeners) listener(this.#death);
  }

  watch(listener: (end: BrokerEnd) => void): () => void {
    this.#listeners.add(listener);
    if (this.#death !== null) listener(this.#death);
    return () => void this.#listeners.delete(listener);
  }

  async killServer(): Promise<void> {
    this.#isUp = false;
    await this.#server?.kill();
    this.#server = null;
  }

  async finishServer(withinMs: number): Promise<void> {
    this.#isUp = false;
    await this.#server?.finish(withinMs);
    this.#server = null;
  }

  async killAll(): Promise<void> {
    await this.killServer();
    await this.#epmd?.kill();
    this.#epmd = null;
  }
}

/** Starts a node of an installed RabbitMQ that shares nothing with any other: ports, data, cookie, port mapper. */
export const startPrivateNode = async (installation: ServerInstallation, reaper: Reaper): Promise<Broker> => {
  const folder = await makeNodeFolder(installation, reaper);
  const processes = new NodeProcesses(installation, folder, reaper);
  const dispose = async (): Promise<void> => {
    // No orderly stop: it takes seconds, and the data is thrown away in any case.
    await processes.killAll();
    await rm(folder.path, { recursive: true, force: true, maxRetries: 5 });
    reaper.forgetFolder(folder.path);
  };
  const version = await processes.start().catch(async (error: unknown) => {
    await dispose();
    throw error;
  });
  const startInTime = timedBoot(() => processes.start());
  return {
    kind: 'private',
    url: folder.url,
    version,
    get pid() {
      return processes.pid;
    },
    canCrash: true,
    watch: (listener) => processes.watch(listener),
    signal: (signal) => {
      if (processes.pid !== null) process.kill(processes.pid, signal);
      return Promise.resolve();
    },
    kill: () => processes.killServer(),
    finish: (withinMs) => processes.finishServer(withinMs),
    restart: async (opensAt) => {
      await processes.killServer();
      if (!knowsBootGate(version)) return startInTime(opensAt);
      await using gate = opensAt === undefined ? null : await openBootGate(opensAt);
      await folder.configure(gate?.configuration ?? '');
      await processes.start();
    },
    [Symbol.asyncDispose]: dispose,
  };
};
