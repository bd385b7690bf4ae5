import { expect, test } from 'vitest';
import type { FaultSpec } from '../faults/fault.ts';
import { nowMs } from '../shared/clock.ts';
import { driveFaults } from './fault-driver.ts';
import { planInjections } from './injection-plan.ts';
import type { Instance } from './instance.ts';

const spec = (type: string, acts: Partial<FaultSpec['acts']>, forMs: number): FaultSpec => ({
  id: type,
  type,
  module: null,
  acts: { onSteps: false, fromOutside: false, endsProcess: false, restarts: false, ...acts },
  target: { kind: 'service', service: 'payments', instance: null, step: null },
  atMs: 0,
  forMs,
  settings: {},
});

/** An instance that keeps a diary of what faults do to it; a process of it is affected by a fault as often as `affected`. */
const instanceOf = (
  number: number,
  affected: number,
  diary: string[],
  killed = Promise.resolve(),
): Instance => {
  const note = (what: string): void => void diary.push(`${what} ${number}`);
  return {
    name: `payments-${number}`,
    role: 'payments',
    url: () => '',
    pid: () => number,
    samples: [],
    countsAreFinal: () => true,
    setPeers: () => Promise.resolve(),
    signal: () => undefined,
    drain: () => Promise.resolve(),
    finish: () => {
      note('finish');
      return Promise.resolve();
    },
    kill: async () => {
      await killed;
      note('kill');
    },
    restart: () => {
      note('restart');
      return Promise.resolve();
    },
    inject: () => {
      note('inject');
      return Promise.resolve(0);
    },
    clear: () => {
      note('clear');
      return Promise.resolve({ at: 0, affected });
    },
  };
};

const drive = (faults: readonly FaultSpec[], instances: readonly Instance[], originMs = nowMs()) =>
  driveFaults(
    faults,
    planInjections(faults, 0),
    { instances, broker: null, links: null },
    { originMs, loadEndsMs: originMs + 600_000 },
    new AbortController().signal,
  );

test.each([
  ['from outside: both processes', spec('crash', { fromOutside: true, restarts: true }, 1), 2],
  ['on steps: what the processes counted, together', spec('latency', { onSteps: true }, 1), 7],
])('a fault of two instances affects, %s', async (_, fault, bites) => {
  const driver = drive([fault], [instanceOf(1, 3, []), instanceOf(2, 4, [])]);
  await driver.done;
  expect(driver.records()).toEqual([expect.objectContaining({ bites, applies: true })]);
});

test('a fault of one of two instances leaves the other alone', async () => {
  const diary: string[] = [];
  const fault = spec('crash', { fromOutside: true, restarts: true }, 1);
  const second: FaultSpec = {
    ...fault,
    target: { kind: 'service', service: 'payments', instance: 2, step: null },
  };
  const driver = drive([second], [instanceOf(1, 0, diary), instanceOf(2, 0, diary)]);
  await driver.done;
  expect(diary).toEqual(['kill 2', 'restart 2']);
  expect(driver.records()).toEqual([expect.objectContaining({ bites: 1 })]);
});

test('what was injected last is cleared first', async () => {
  const diary: string[] = [];
  const fault = spec('crash-after-commit', { onSteps: true, fromOutside: true, endsProcess: true }, 1);
  const driver = drive([fault], [instanceOf(1, 1, diary)]);
  await driver.done;
  expect(diary).toEqual(['inject 1', 'clear 1', 'restart 1']);
});

test('an outage lasts as long as planned from its beginning, however late that was', async () => {
  const fault = spec('crash', { fromOutside: true, restarts: true }, 100);
  let die = (): void => undefined;
  const killed = new Promise<void>((resolve) => {
    die = resolve;
  });
  const originMs = nowMs();
  const driver = drive([fault], [instanceOf(1, 0, [], killed)], originMs);
  // By its plan it is over already.
  await expect.poll(() => nowMs() - originMs, { interval: 10 }).toBeGreaterThan(150);
  die();
  await driver.done;
  const [record] = driver.records();
  expect(record?.struckAt).toBeGreaterThan(150);
  // Timers may be a millisecond early.
  expect((record?.liftedAt ?? 0) - (record?.struckAt ?? 0)).toBeGreaterThan(95);
});

test('a rolling restart takes one process after the other, and lasts until the last one is back', async () => {
  const diary: string[] = [];
  const fault = {
    ...spec('rolling-restart', { fromOutside: true, restarts: true }, 1),
    settings: { within: 10, gap: 0 },
  };
  const driver = drive([fault], [instanceOf(1, 0, diary), instanceOf(2, 0, diary)]);
  await driver.done;
  expect(diary).toEqual(['finish 1', 'restart 1', 'finish 2', 'restart 2']);
  expect(driver.records()).toEqual([expect.objectContaining({ bites: 2, applies: true })]);
});

test('a restart begins with the end of the process, which is started again when that has come and the window is over', async () => {
  const diary: string[] = [];
  const fault = { ...spec('restart', { fromOutside: true, restarts: true }, 1), settings: { within: 10 } };
  const driver = drive([fault], [instanceOf(1, 0, diary)]);
  await driver.done;
  expect(diary).toEqual(['finish 1', 'restart 1']);
  expect(driver.records()).toEqual([expect.objectContaining({ bites: 1 })]);
});
