import { expect, test, vi } from 'vitest';
import type { FaultSpec } from '../faults/fault.ts';
import { nowMs } from '../shared/clock.ts';
import { driveFaults } from './fault-driver.ts';
import { planInjections } from './injection-plan.ts';
import type { Instance } from './instance.ts';

const crash = (service: string, atMs: number): FaultSpec => ({
  id: `crash-${service}-${atMs}`,
  type: 'crash',
  module: null,
  acts: { onSteps: false, fromOutside: true, endsProcess: false, restarts: true },
  target: { kind: 'service', service, instance: null, step: null },
  atMs,
  forMs: 10,
  settings: {},
});

const nothing = (): void => undefined;

/** An instance that does nothing but keep a diary; it is back when `back` resolves. */
const instanceOf = (role: string, diary: string[], back: Promise<void>): Instance => ({
  name: `${role}-1`,
  role,
  url: () => '',
  pid: () => 1,
  samples: [],
  countsAreFinal: () => true,
  setPeers: () => Promise.resolve(),
  signal: nothing,
  drain: () => Promise.resolve(),
  finish: () => Promise.resolve(),
  inject: () => Promise.resolve(0),
  clear: () => Promise.resolve(null),
  kill: () => {
    diary.push(`${role} killed`);
    return Promise.resolve();
  },
  restart: async () => {
    await back;
    diary.push(`${role} back`);
  },
});

const signal = new AbortController().signal;

test('an injection waits until those that should be over have recovered, and nobody else does', async () => {
  const diary: string[] = [];
  let comeBack = (): void => undefined;
  const back = new Promise<void>((resolve) => {
    comeBack = resolve;
  });
  const specs = [crash('payments', 50), crash('payments', 0), crash('recommendations', 5)];
  const targets = {
    instances: [instanceOf('payments', diary, back), instanceOf('recommendations', diary, Promise.resolve())],
    broker: null,
    links: null,
  };
  const times = { originMs: nowMs(), loadEndsMs: nowMs() + 600_000 };
  const driver = driveFaults(specs, planInjections(specs, 0), targets, times, signal);
  await expect
    .poll(() => diary)
    .toEqual(['payments killed', 'recommendations killed', 'recommendations back']);
  // Long past its time; the first one is not over.
  await expect.poll(() => nowMs() - times.originMs).toBeGreaterThan(150);
  expect(diary).toHaveLength(3);
  comeBack();
  await driver.done;
  expect(diary.slice(3)).toEqual(['payments back', 'payments killed', 'payments back']);
  const [late, first] = driver.records();
  expect(late!.struckAt).toBeGreaterThanOrEqual(first!.liftedAt!);
  expect(late).toMatchObject({ plannedAt: 50, plannedForMs: 10 });
});

test('an injection that comes when the load is over counts for none', async () => {
  const diary: string[] = [];
  const specs = [crash('payments', 0)];
  const targets = {
    instances: [instanceOf('payments', diary, Promise.resolve())],
    broker: null,
    links: null,
  };
  const times = { originMs: nowMs(), loadEndsMs: nowMs() + 500 };
  const slow = {
    ...targets.instances[0]!,
    kill: () => vi.waitFor(() => expect(nowMs()).toBeGreaterThan(times.loadEndsMs)),
  };
  const driver = driveFaults(
    specs,
    planInjections(specs, 0),
    { ...targets, instances: [slow] },
    times,
    signal,
  );
  await driver.done;
  const [record] = driver.records();
  expect(record?.error).toBe('injected only when the load was over; set `at` earlier');
  expect(record?.liftedAt).toBeGreaterThanOrEqual(record?.struckAt ?? Number.POSITIVE_INFINITY);
  expect(diary).toEqual(['payments back']);
});

test('an injection that would come after the load is not made, and says why', async () => {
  const diary: string[] = [];
  const specs = [crash('payments', 0), crash('payments', 50)];
  const times = { originMs: nowMs(), loadEndsMs: nowMs() + 60 };
  const back = vi.waitFor(() => expect(nowMs()).toBeGreaterThan(times.loadEndsMs));
  const targets = {
    instances: [instanceOf('payments', diary, back)],
    broker: null,
    links: null,
  };
  const driver = driveFaults(specs, planInjections(specs, 0), targets, times, signal);
  await driver.done;
  expect(diary).toEqual(['payments killed', 'payments back']);
  expect(driver.records()[1]).toMatchObject({
    struckAt: null,
    error: 'could not be injected: the load was over before its turn came',
  });
});

test('an injection that never comes to an end is given up, and so is a clearing', async () => {
  const never = new Promise<void>(() => undefined);
  const specs = [crash('payments', 0), crash('recommendations', 0)];
  const stuck = { ...instanceOf('payments', [], Promise.resolve()), kill: () => never };
  const targets = {
    instances: [stuck, instanceOf('recommendations', [], never)],
    broker: null,
    links: null,
  };
  const times = { originMs: nowMs(), loadEndsMs: nowMs() + 600_000 };
  const patience = { patienceMs: 50, briefMs: 10 };
  const driver = driveFaults(specs, planInjections(specs, 0), targets, times, signal, patience);
  await driver.done;
  expect(driver.records().map(({ error }) => error)).toEqual([
    expect.stringMatching(/^could not be injected: it did not come to an end within \d+ s$/),
    expect.stringMatching(/^could not be cleared: it did not come to an end within \d+ s$/),
  ]);
});
