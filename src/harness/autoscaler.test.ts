import { expect, test } from 'vitest';
import type { Look } from '../evidence/look.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { parseScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { nowMs } from '../shared/clock.ts';
import { styles } from '../styles/index.ts';
import { placed } from '../styles/style.ts';
import { type AutoscalerParts, startAutoscaler } from './autoscaler.ts';

const scenario: Scenario = parseScenario(
  `title: a
claim: b
load: { rate: 100/s }
services: { payments: { workers: 2, autoscale: { target: 50%, from: 1, to: 2, every: 500ms, downAfter: 0ms } } }
`,
  'x.yaml',
  catalogue,
);

/** As if it decided all the time. */
const hasty: Scenario = {
  ...scenario,
  services: Object.fromEntries(
    Object.entries(scenario.services).map(([name, { autoscale, ...spec }]) => [
      name,
      autoscale ? { ...spec, autoscale: { ...autoscale, everyMs: 5 } } : spec,
    ]),
  ),
};

const lookWith = (busy: number): Look => ({
  at: nowMs(),
  queued: 0,
  owedMessages: 0,
  owedCalls: 0,
  inFlight: 0,
  clientInFlight: 0,
  processes: {
    'payments-1': {
      at: nowMs(),
      cpuSeconds: 0,
      rssBytes: 0,
      connections: 0,
      inFlight: busy,
      slots: { busy, waiting: 0 },
      owedMessages: 0,
      owedCalls: 0,
      spans: [],
      arrivals: 0,
      counters: {},
    },
  },
});

/** A fleet and a client that keep a diary of what they are asked. */
const partsOf = (looks: Look[], more: Partial<AutoscalerParts['fleet']> = {}) => {
  const diary: string[] = [];
  const note = (what: string): Promise<void> => {
    diary.push(what);
    return Promise.resolve();
  };
  const style = styles.get('http');
  if (style === undefined) throw new Error('there is no http style');
  const parts: AutoscalerParts = {
    scenario: hasty,
    style: placed(style, scenario.workflow),
    site: { pace: { sampleEveryMs: 1, headStartMs: 0, startWithinMs: 0, stopWithinMs: 0 } },
    fleet: {
      add: (role, number) => note(`add ${role}-${number}`),
      takeOut: (role, number) => note(`take out ${role}-${number}`),
      end: (role, number) => note(`end ${role}-${number}`),
      urlsOf: () => [],
      streamsOf: () => [],
      ...more,
    },
    load: { reach: () => note('tell the client') },
    sampler: { looks },
    originMs: nowMs(),
    signal: new AbortController().signal,
  };
  return { parts, diary };
};

test('who is taken away is known to nobody any more before it ends', async () => {
  const looks: Look[] = [];
  const { parts, diary } = partsOf(looks);
  const scaler = startAutoscaler(parts);
  looks.push(lookWith(2));
  await expect.poll(() => diary).toEqual(['add payments-2', 'tell the client']);
  looks.push(lookWith(0));
  await expect
    .poll(() => diary.slice(2))
    .toEqual(['take out payments-2', 'tell the client', 'end payments-2', 'tell the client']);
  await scaler[Symbol.asyncDispose]();
  expect(scaler.records()).toMatchObject([
    { service: 'payments', from: 1, to: 2, utilisation: 1, target: 0.5 },
    { service: 'payments', from: 2, to: 1, utilisation: 0, target: 0.5 },
  ]);
  expect(scaler.records()?.every(({ doneAt }) => doneAt !== null)).toBe(true);
});

test('a process that does not come up is told of, and nothing rejects', async () => {
  const looks: Look[] = [];
  const { parts } = partsOf(looks, { add: () => Promise.reject(new Error('no port is free')) });
  const scaler = startAutoscaler(parts);
  looks.push(lookWith(2));
  await expect.poll(() => scaler.records()?.[0]?.error).toBe('no port is free');
  await scaler[Symbol.asyncDispose]();
  expect(scaler.records()).toMatchObject([{ from: 1, to: 2, doneAt: null }]);
});

test('nothing is decided without a look, nor recorded where no service scales', async () => {
  const { parts, diary } = partsOf([]);
  const scaler = startAutoscaler(parts);
  await scaler[Symbol.asyncDispose]();
  expect(diary).toEqual([]);
  expect(scaler.records()).toEqual([]);
  const services = Object.fromEntries(
    Object.entries(hasty.services).map(([name, spec]) => [name, { ...spec, autoscale: null }]),
  );
  await using still = startAutoscaler({ ...parts, scenario: { ...hasty, services } });
  expect(still.records()).toBeNull();
});
