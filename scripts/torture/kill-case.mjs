// One real run in which one part is killed, and what is left of it.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { judgeKill } from './judge-kill.mjs';
import { killScenario } from './kill-plan.mjs';
import { partsOf, runningIn } from './traces.mjs';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** Three times what the slowest took on a machine with ten times the work it could do. */
const boundMs = 180_000;
/** What a clean-up process may take after the death of its harness. */
const cleanUpMs = 15_000;
const lookEveryMs = 40;

const hasEnded = ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null;

const startHarness = (folder, { seed, ownBroker }, brokerUrl) => {
  const temp = join(folder, 'tmp');
  mkdirSync(temp);
  const file = join(folder, 'killed.yaml');
  writeFileSync(file, killScenario);
  const { AMQP_URL: _other, ...env } = process.env;
  const said = openSync(join(folder, 'said.txt'), 'w');
  const harness = spawn(
    process.execPath,
    [cli, 'run', file, '--out', join(folder, 'out'), '--seed', `${seed}`],
    {
      stdio: ['ignore', 'ignore', said],
      env: { ...env, TMPDIR: temp, ...(ownBroker ? {} : { AMQP_URL: brokerUrl }) },
    },
  );
  closeSync(said);
  return harness;
};

/** The `skip`-th part of the role to appear, or one after it when it has ended before its time; null when none lived long enough. */
const killAtMoment = async (harness, { role, afterLoads, skip, afterMs }, look) => {
  const appeared = new Map();
  let [nth, waitMs] = [skip, afterMs];
  while (!hasEnded(harness)) {
    const begun = look() >= afterLoads;
    const alive = role === 'harness' ? [harness.pid] : partsOf(harness.pid, role);
    for (const pid of alive) if (begun && !appeared.has(pid)) appeared.set(pid, Date.now());
    const [pid, since] = [...appeared][nth] ?? [null, 0];
    if (pid !== null && !alive.includes(pid)) [nth, waitMs] = [nth + 1, waitMs / 2];
    else if (pid !== null && Date.now() >= since + waitMs && !hasEnded(harness)) {
      process.kill(pid, 'SIGKILL');
      return { role, pid, at: Date.now() };
    }
    await delay(lookEveryMs);
  }
  return null;
};

const ended = async (harness, look) => {
  const deadline = Date.now() + boundMs;
  while (!hasEnded(harness) && Date.now() < deadline) {
    look();
    await delay(lookEveryMs);
  }
  const hung = !hasEnded(harness);
  if (hung) harness.kill('SIGKILL');
  return hung;
};

/** What still runs or lies there once the clean-up has had its time. */
const leftIn = async (folder) => {
  const temp = join(folder, 'tmp');
  const deadline = Date.now() + cleanUpMs;
  for (;;) {
    const [running, lying] = [runningIn(folder), readdirSync(temp)];
    if ((running.length === 0 && lying.length === 0) || Date.now() > deadline) return { running, lying };
    await delay(100);
  }
};

const resultIn = (folder) => {
  const out = join(folder, 'out', 'killed');
  try {
    const [run] = readdirSync(out);
    return JSON.parse(readFileSync(join(out, run, 'result.json'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
};

const once = async (plan, folder, brokerUrl) => {
  mkdirSync(folder);
  const harness = startHarness(folder, plan, brokerUrl);
  const runFolders = new Set();
  /** Gives the number of rounds whose load has begun. */
  const look = () => {
    for (const name of readdirSync(join(folder, 'tmp')))
      if (name.startsWith('tandem-run-')) runFolders.add(name);
    return [...readFileSync(join(folder, 'said.txt'), 'utf8').matchAll(/ · load · /g)].length;
  };
  const kill = await killAtMoment(harness, plan, look);
  const hung = await ended(harness, look);
  const left = await leftIn(folder);
  // They are of the family of this case's harness: their environment names its folder.
  for (const { pid } of left.running) process.kill(pid, 'SIGKILL');
  const leftBehind = [
    ...left.running.map(({ pid, line }) => `process ${pid} still runs: ${line}`),
    ...left.lying.map((name) => `${name} is left in TMPDIR`),
  ];
  if (kill === null) return { plan, kill, runFolders, leftBehind, wrong: [] };
  const said = readFileSync(join(folder, 'said.txt'), 'utf8');
  const end = {
    hung,
    kill,
    exitCode: harness.exitCode,
    signal: harness.signalCode,
    said,
    result: resultIn(folder),
  };
  return { plan, kill, runFolders, leftBehind, wrong: judgeKill(end), said };
};

/**
 * Runs a case, sooner in the life of the part where it had ended by then; null where the time was up before any was killed. Rejects
 * only on a defect of its own.
 */
export const killCase = async (plan, folder, { url, deadline }) => {
  mkdirSync(folder);
  for (let tries = 0; tries < 3; tries += 1) {
    const sooner = tries === 0 ? plan : { ...plan, skip: 0, afterMs: plan.afterMs / 2 ** tries };
    const done = await once(sooner, join(folder, `${tries}`), url);
    if (done.kill !== null || done.leftBehind.length > 0) return done;
    if (Date.now() >= deadline) return null;
  }
  return {
    plan,
    kill: null,
    runFolders: new Set(),
    leftBehind: [],
    wrong: ['no part of that role lived long enough'],
  };
};
