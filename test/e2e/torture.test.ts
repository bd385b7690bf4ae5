import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { judgeKill } from '../../scripts/torture/judge-kill.mjs';
import { kills } from '../../scripts/torture/kills.mjs';
import { runningIn } from '../../scripts/torture/traces.mjs';

/** Cases that have not begun by then are left out: on a busy machine each takes a minute. */
const beginWithinMs = 30_000;

test('parts of every kind, killed at some moment of a real run, are named and leave nothing behind', async () => {
  const deadline = Date.now() + beginWithinMs;
  const { tried, failures, leftBehind } = await kills.run({ count: 4, seed: 1, deadline });
  expect(failures).toEqual([]);
  expect(leftBehind).toBe(0);
  expect(tried).toBeGreaterThan(0);
}, 600_000);

test('a process that still runs is found by the folder that its environment names', async () => {
  const folder = '/nowhere/tandem-case-7';
  const child = spawn('sleep', ['600'], { env: { ...process.env, TMPDIR: join(folder, 'tmp') } });
  await once(child, 'spawn');
  expect(runningIn(folder).map(({ pid }) => pid)).toEqual([child.pid]);
  expect(runningIn(`${folder}0`)).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(runningIn(folder)).toEqual([]);
});

describe('what the torture takes for wrong after a kill', () => {
  const startedAt = '2026-01-01T00:00:00.000Z';
  const at = Date.parse(startedAt);
  const whole = { sent: 20, completed: 19, declined: 1 };
  const round = { contestant: 'events', startedAt, valid: true, outcomes: whole };
  const end = {
    hung: false,
    kill: { role: 'service', pid: 77, at: at + 5_000 },
    exitCode: 0,
    signal: null,
    said: '',
    result: { rounds: [round] },
  };
  const named = { said: 'payments-1 (pid 77) ended by itself' };
  const early = { kill: { ...end.kill, at: at + 1_000 } };
  const judged = (changes: object): readonly string[] => judgeKill({ ...end, ...changes });
  const silent = 'silent death: nothing names the service (pid 77), exit code';

  it('nothing where the death came after the load and every round is whole, or is told and the round does not count', () => {
    expect(judged({})).toEqual([]);
    expect(
      judged({ ...named, ...early, result: { rounds: [{ ...round, valid: false }] }, exitCode: 3 }),
    ).toEqual([]);
    expect(judged({ ...named, exitCode: 4, result: null })).toEqual([]);
  });

  it.each([
    ['nobody tells of a death under load', early, 2],
    [
      'nobody tells of a death and requests are missing',
      { result: { rounds: [{ ...round, outcomes: { ...whole, completed: 18 } }] } },
      1,
    ],
    ['nobody tells of a death and the run is invalid', { exitCode: 3 }, 1],
  ])('a silent death: %s', (_, changes, many) => {
    const said = judged(changes);
    expect(said).toHaveLength(many);
    expect(said[0]).toContain(silent);
  });

  it('a round that counts though its part died in it', () => {
    expect(judged({ ...named, ...early })).toEqual([
      'the round of events counts, though its service was killed in it',
    ]);
    expect(judged({ ...named, kill: { ...early.kill, role: 'reaper' } })).toEqual([]);
  });

  it('exit code 1 without a failed budget, a stack trace, no end, and a harness that outlived its kill', () => {
    expect(judged({ ...named, exitCode: 1 })).toEqual(['exit code 1']);
    expect(judged({ said: `${named.said}\n    at run (file:///x/y.js:1:2)` })).toEqual([
      'a stack trace on stderr',
    ]);
    expect(judged({ hung: true })).toEqual(['the harness did not end']);
    expect(judged({ kill: { ...end.kill, role: 'harness' } })).toEqual([
      'the harness was killed and ended with 0',
    ]);
    expect(judged({ kill: { ...end.kill, role: 'harness' }, signal: 'SIGKILL', exitCode: null })).toEqual([]);
  });
});
