import { expect, test } from 'vitest';
import { faults } from '../faults/index.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { parseScenario } from '../scenario/load.ts';
import { planOf } from './plan-of.ts';
import { renderPlan } from './render-plan.ts';

const planned = (rest: string): string =>
  renderPlan(planOf(parseScenario(`title: a\nclaim: b\n${rest}\n`, 'x.yaml', catalogue)));

const link = 'client→subscriptions';

/** As written, and as the plan says it; a fault with settings that no line is about fails the test below. */
const settings: readonly (readonly [written: string, shown: string])[] = [
  ['latency: payments, add: 0.4s, jitter: 20ms', 'latency payments, add 400ms, jitter 20ms'],
  [`bandwidth: ${link}, rate: 64kB/s`, `bandwidth ${link}, rate 64kB/s`],
  [`bandwidth: ${link}, rate: 500B/s`, `bandwidth ${link}, rate 500B/s`],
  [`reset: ${link}, probability: 30%`, `reset ${link}, probability 30%`],
  [`slow-close: ${link}, delay: 2s`, `slow-close ${link}, delay 2s`],
  ['cpu: payments, share: 80%', 'cpu payments, share 80%'],
  ['duplicate: payments, gap: 1.5s', 'duplicate payments, probability 100%, gap 1.5s'],
  ['crash-after-commit: payments, nth: 3', 'crash-after-commit payments, nth 3, probability 100%'],
  ['error: payments, probability: 5%', 'error payments, probability 5%, status 503, after false'],
  ['fail-first: payments, attempts: 2', 'fail-first payments, attempts 2, status 503'],
  ['poison: payments', 'poison payments, probability 10%, status 503'],
  ['restart: payments', 'restart payments, within 10s'],
  ['rolling-restart: payments, gap: 1.5s', 'rolling-restart payments, within 10s, gap 1.5s'],
  ['slow-start: payments, add: 3s', 'slow-start payments, add 3s'],
  [`loss: ${link}, probability: 2%`, `loss ${link}, probability 2%`],
  [`partition: ${link}`, `partition ${link}, how drop`],
];

test.each(settings)('%s has its units', (written, shown) => {
  expect(planned(`load: { rate: 10/s }\nfaults: [{ at: 5s, for: 2s, ${written} }]`)).toContain(
    `Faults, from the end of the warm-up\n  5s to 7s: ${shown}\n`,
  );
});

test('every fault with settings is among them', () => {
  const types = [...faults.values()]
    .filter(({ settings: own }) => Object.keys(own.shape).length > 0)
    .map(({ type }) => type);
  const shown = settings.map(([written]) => written.slice(0, written.indexOf(':')));
  expect(types.filter((type) => !shown.includes(type))).toEqual([]);
});

test('payloads stand with their size, of all and of a contestant that has its own', () => {
  const text = planned(
    'contestants:\n  http: { style: http }\n  large: { style: http, load: { payload: 256KiB } }\nload: { rate: 10/s, payload: { median: 500B, p99: 2KiB } }',
  );
  expect(text).toContain(' · declined 0% · payload median 500B, p99 2KiB\n');
  expect(text).toContain('Load, for every contestant without its own\n');
  expect(text).toContain('\n  large: payload 256KiB\n');
});

test('parties outside are told of, with their units', () => {
  expect(
    planned(
      'load: { rate: 10/s }\nparties: { bank: { step: charge, work: { median: 20ms, p99: 80ms }, rateLimit: 50/s, errors: 2% } }',
    ),
  ).toContain(
    'Parties outside\n  bank: asked by charge, answers in median 20ms, p99 80ms · takes on 50/s at most · fails 2% · time-out 2s\n',
  );
});
