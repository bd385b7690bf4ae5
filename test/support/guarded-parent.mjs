// A parent to be killed: starts a guardian and what the first argument asks for, tells the pids, and stays.
// `broker`: a private node. `children`: one that is watched and stopped, one that is forgotten.
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '../../dist/broker/index.js';
import { startGuardian } from '../../dist/guardian/guardian.js';

const guardian = await startGuardian();

const startChild = () => {
  const { pid } = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  guardian.watch(pid);
  return pid;
};

const cast = {
  broker: async () => {
    const broker = await startBroker({ guardian, say: () => undefined, require: 'crashable' });
    return { broker: broker.pid };
  },
  children: async () => {
    guardian.watchFolder(await mkdtemp(join(tmpdir(), 'watched-')));
    guardian.forgetFolder(await mkdtemp(join(tmpdir(), 'never-watched-')));
    const [stopped, forgotten] = [startChild(), startChild()];
    process.kill(stopped, 'SIGSTOP');
    guardian.forget(forgotten);
    return { stopped, forgotten };
  },
};

// Told to leave in order: disposes the guardian, which then touches nothing.
process.once('SIGTERM', () => {
  void guardian[Symbol.asyncDispose]().then(() => process.exit(0));
});
const pids = await cast[process.argv[2]]();
process.stdout.write(`${JSON.stringify(pids)}\n`);
setInterval(() => undefined, 60_000);
