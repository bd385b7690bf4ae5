import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRunning } from '../../src/reaper/process-table.ts';
import { startReaper } from '../../src/reaper/reaper.ts';
import type { RoundResult } from '../../src/result/round.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

const scenario = (style: string, faults = '') => `
title: a part dies
claim: its death is named
contestants:
  it: { style: ${style} }
rounds: 1
load: { rate: 20/s, warmUp: 500ms, duration: 6s, drain: 5s, patience: 4s }
${faults}
`;

/** Processes of this test that run an entry point. */
const pidsOf = (entry: string): readonly number[] => {
  const rows = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
    encoding: 'utf8',
  });
  return rows.split('\n').flatMap((row) => {
    const [, pid, args] = /^\s*(\d+)\s+(.*)$/.exec(row) ?? [];
    return args?.includes(entry) ? [Number(pid)] : [];
  });
};

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

/** Kills whatever `victims` finds once the load runs, in the repetition of the round as well. */
const runAndKill = async (yaml: string, victims: () => readonly number[]): Promise<RoundResult> => {
  const result = await arena.run(yaml, {
    onPhase: (phase) => {
      if (phase === 'load') for (const pid of victims()) process.kill(pid, 'SIGKILL');
    },
  });
  expect(result.verdict).toBe('invalid');
  return roundOf(result, 'it');
};

// The other parts, and deaths at other moments, are those of `src/harness/round.test.ts`, on a site without processes.
describe('a part that dies by itself', () => {
  it('a service: the round is invalid, names it, and was repeated', async () => {
    const { valid, attempt, ended, invalidReasons } = await runAndKill(scenario('http'), () =>
      pidsOf('dist/service/main.js').slice(1, 2),
    );
    expect({ valid, attempt }).toEqual({ valid: false, attempt: 2 });
    expect(ended?.[0]).toMatchObject({ process: expect.stringMatching(/-1$/), signal: 'SIGKILL' });
    expect(invalidReasons[0]).toMatch(/ended by itself by SIGKILL/);
  });

  it('the broker: nobody waits for it to come back by itself, and the next round has a new one', async () => {
    let killed = 0;
    const result = await arena.run(scenario('events'), {
      onPhase: (phase) => {
        if (phase !== 'load' || killed > 0 || arena.broker.pid === null) return;
        killed += 1;
        process.kill(arena.broker.pid, 'SIGKILL');
      },
    });
    const { attempt, valid, outcomes } = roundOf(result, 'it');
    expect(killed).toBe(1);
    expect({ attempt, valid }).toEqual({ attempt: 2, valid: true });
    expect(outcomes.completed).toBe(outcomes.sent);
  });

  it('the broker between two rounds: the next one is told, and repeated on a new broker', async () => {
    await new Promise<void>((resolve) => {
      arena.broker.watch(() => resolve());
      process.kill(arena.broker.pid ?? 0, 'SIGKILL');
    });
    const { attempt, valid, outcomes } = roundOf(await arena.run(scenario('events')), 'it');
    expect({ attempt, valid }).toEqual({ attempt: 2, valid: true });
    expect(outcomes.completed).toBe(outcomes.sent);
  });

  it('a service while the round starts: it is named, and the round is repeated', async () => {
    const said: string[] = [];
    let victim = 0;
    const { attempt, valid } = roundOf(
      await arena.run(scenario('events'), {
        onPhase: (phase) => {
          if (phase !== 'starting' || victim > 0) return;
          victim = pidsOf('dist/service/main.js')[0] ?? 0;
          if (victim > 0) process.kill(victim, 'SIGKILL');
        },
        say: (line) => said.push(line),
      }),
      'it',
    );
    expect({ attempt, valid }).toEqual({ attempt: 2, valid: true });
    expect(said.join()).toMatch(
      new RegExp(
        `could not be carried out and is repeated: .* \\(pid ${victim}\\) ended by itself by SIGKILL`,
      ),
    );
  });

  it('a crash that a fault asked for is no death by itself', async () => {
    const faults =
      'faults: [{ at: 1s, for: 1s, crash: payments }, { at: 3s, for: 1s, crash-after-commit: payments }]';
    const { valid, ended, invalidReasons } = roundOf(await arena.run(scenario('events', faults)), 'it');
    expect(invalidReasons).toEqual([]);
    expect({ valid, ended }).toEqual({ valid: true, ended: [] });
  });
});

it('the reaper that was killed is replaced, with a word, and the new one watches the same', async () => {
  const said: string[] = [];
  await using reaper = await startReaper((line) => said.push(line));
  reaper.watch(process.pid);
  const first = reaper.pid();
  process.kill(first, 'SIGKILL');
  while (reaper.pid() === first || !isRunning(reaper.pid())) await delay(20);
  expect(readFileSync(`/proc/${reaper.pid()}/cmdline`, 'utf8')).toContain('reaper/main.js');
  expect(said).toEqual([`the clean-up process (pid ${first}) ended by itself by SIGKILL and is replaced`]);
});
