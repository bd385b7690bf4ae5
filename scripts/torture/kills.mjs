// Real runs in which one part is killed at a random moment: its death must be named, and nothing may stay behind.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServer } from '../../dist/broker/find-program.js';
import { startPrivateNode } from '../../dist/broker/private-node.js';
import { startReaper } from '../../dist/reaper/reaper.js';
import { killCase } from './kill-case.mjs';
import { killPlan, killRoles } from './kill-plan.mjs';
import { namesOn } from './traces.mjs';

/** Two cores. */
const atOnce = 2;
/** How much of what the run said goes with a failure. */
const saidLength = 800;

/** What is still on the broker that outlived the runs, each with the case that it is of. */
const leftOn = (broker, installation, cases) => {
  const names = namesOn(broker, installation);
  return cases.flatMap(({ plan, runFolders }) =>
    names
      .filter((name) => [...runFolders].some((run) => name.includes(run)))
      .map((name) => ({ plan, why: `${name} is left on the broker` })),
  );
};

const caseOf = ({ index, role, ownBroker }) => `${index} (${role}${ownBroker ? ', own broker' : ''})`;

const countsOf = (cases, silent) => {
  const each = killRoles.map((role) => `${role} ${cases.filter(({ kill }) => kill?.role === role).length}`);
  return `${each.join(', ')}, silent deaths ${silent}`;
};

const reportOf = (cases, onBroker) => {
  const wrong = cases.flatMap(({ plan, wrong: whys, said = '' }) =>
    whys.map((why) => ({ plan, why, said: said.slice(-saidLength) })),
  );
  const left = [
    ...cases.flatMap(({ plan, leftBehind }) => leftBehind.map((why) => ({ plan, why }))),
    ...onBroker,
  ];
  return {
    tried: cases.length,
    survived: cases.length - new Set(wrong.map(({ plan }) => plan.index)).size,
    leftBehind: left.length,
    failures: [...wrong, ...left].map(({ plan, ...rest }) => ({ case: caseOf(plan), ...rest })),
    detail: countsOf(cases, wrong.filter(({ why }) => why.startsWith('silent death')).length),
  };
};

const runCases = async ({ count, seed, deadline, folder, url }) => {
  const cases = [];
  let next = 0;
  const work = async () => {
    while (next < count && Date.now() < deadline) {
      const plan = killPlan(seed, next);
      next += 1;
      const done = await killCase(plan, join(folder, `${plan.index}`), { url, deadline });
      if (done !== null) cases.push(done);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return cases;
};

export const kills = {
  name: 'kills',
  full: 200,
  /** `deadline`: ms since 1970. `tried` is less than `count` only when the time was up. */
  run: async ({ count, seed, deadline = Number.POSITIVE_INFINITY }) => {
    const installation = findServer(process.env);
    if (installation === null)
      throw new Error('no rabbitmq-server is installed; `tandem doctor` says how to get it');
    const folder = mkdtempSync(join(tmpdir(), 'tandem-kills-'));
    const reaper = await startReaper();
    reaper.watchFolder(folder);
    let broker = null;
    try {
      broker = await startPrivateNode(installation, reaper);
      const cases = await runCases({ count, seed, deadline, folder, url: broker.url });
      return reportOf(cases, leftOn(broker, installation, cases));
    } finally {
      await broker?.[Symbol.asyncDispose]();
      await reaper[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
