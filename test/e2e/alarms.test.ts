import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { watchAlarms } from '../../src/broker/alarm-watch.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';
import { type Control, clearMemoryAlarm, controlOf, raiseMemoryAlarm } from '../support/rabbitmqctl.ts';

let arena: Arena;
let control: Control;
beforeAll(async () => {
  arena = await openArena();
  control = controlOf(arena.broker);
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

const scenario = (duration: string): string => `
title: A broker with an alarm
claim: its messages are no measure of anybody
rounds: 1
contestants: { it: { style: events } }
load: { rate: 20/s, warmUp: 0s, duration: ${duration}, drain: 10s, patience: 5s, maxSendLag: 600s, maxOthers: 100% }
`;

test('an alarm in the middle of a round: the round is invalid by its name, with the time it lasted', async () => {
  let raised: Promise<void> | null = null;
  const raise = async (): Promise<void> => {
    await raiseMemoryAlarm(control);
    await clearMemoryAlarm(control);
  };
  const result = await arena.run(scenario('8s'), {
    onPhase: (phase) => {
      // In the repetition as well.
      if (phase === 'starting') raised = null;
      if (phase === 'load') raised ??= raise();
    },
    beforeAudit: () => raised ?? undefined,
  });
  const { valid, attempt, invalidReasons, states } = roundOf(result, 'it');
  expect({ valid, attempt }).toEqual({ valid: false, attempt: 2 });
  expect(invalidReasons).toEqual([
    expect.stringMatching(/^The broker blocked publishers: low on memory \(from /),
  ]);
  const blocked = states.filter(({ name }) => name === 'broker-blocked:low on memory');
  expect(blocked.map(({ process }) => process)).toContain('rabbitmq');
  for (const { from, until } of blocked) expect(until).toBeGreaterThan(from);
});

test('an alarm that stays is exit 3, and is named in what the run prints', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-alarm-'));
  writeFileSync(join(folder, 'case.yaml'), scenario('6s'));
  try {
    const run = new Promise<{ code: unknown; said: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [fileURLToPath(new URL('../../dist/cli.js', import.meta.url)), 'run', 'case.yaml', '--out', 'out'],
        { cwd: folder, env: { ...process.env, AMQP_URL: arena.broker.url } },
        (error, out, err) => resolve({ code: error?.code ?? 0, said: out + err }),
      );
      child.stderr?.on('data', (chunk: string) => {
        if (chunk.includes('· load ·')) void raiseMemoryAlarm(control);
      });
    });
    const { code, said } = await run;
    expect(said).toContain('The broker blocked publishers: low on memory');
    expect(code).toBe(3);
    const [name = ''] = readdirSync(join(folder, 'out', 'case'));
    const result = readFileSync(join(folder, 'out', 'case', name, 'result.json'), 'utf8');
    expect(result).toContain('broker-blocked:low on memory');
  } finally {
    await clearMemoryAlarm(control);
    rmSync(folder, { recursive: true, force: true });
  }
});

test('an alarm is seen where nobody else publishes, and its end too', async () => {
  await using watch = watchAlarms(arena.broker.url);
  await raiseMemoryAlarm(control);
  await vi.waitFor(
    () => expect(watch.blockages()).toMatchObject([{ reason: 'low on memory', until: null }]),
    30_000,
  );
  await clearMemoryAlarm(control);
  await vi.waitFor(() => expect(watch.blockages()[0]?.until).toBeGreaterThan(0), 30_000);
  expect(watch.blockages()).toHaveLength(1);
});
