// A parent to be killed: starts a reaper and what the first argument asks for, tells the pids, and stays.
// `broker`: a private node. `children`: one that is watched and stopped, one that is forgotten.
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '../../dist/broker/index.js';
import { startReaper } from '../../dist/reaper/reaper.js';

const reaper = await startReaper();

const startChild = () => {
  const { pid } = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  reaper.watch(pid);
  return pid;
};

const cast = {
  broker: async () => {
    const broker = await startBroker({ reaper, log: () => undefined, require: 'crashable' });
    return { broker: broker.pid };
  },
  children: async () => {
    reaper.watchFolder(await mkdtemp(join(tmpdir(), 'watched-')));
    reaper.forgetFolder(await mkdtemp(join(tmpdir(), 'never-watched-')));
    const [stopped, forgotten] = [startChild(), startChild()];
    process.kill(stopped, 'SIGSTOP');
    reaper.forget(forgotten);
    return { stopped, forgotten };
  },
};

// Told to leave in order: disposes the reaper, which then touches nothing.
process.once('SIGTERM', () => {
  void reaper[Symbol.asyncDispose]().then(() => process.exit(0));
});
const pids = await cast[process.argv[2]]();
process.stdout.write(`${JSON.stringify(pids)}\n`);
setInterval(() => undefined, 60_000);
