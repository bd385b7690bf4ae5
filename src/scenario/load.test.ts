import { describe, expect, it } from 'vitest';
import { catalogueLiteral } from '../../test/support/catalogue-literal.ts';
import { targetText } from '../faults/target.ts';
import { type LoadOptions, parseScenario } from './load.ts';
import { shippedWorkflow } from './workflow-file.ts';

const httpDefaults = { timeoutMs: 2_000, retries: 2, breaker: 'sampling', compensation: true };
const eventsDefaults = { publish: 'outbox', acks: 'manual', dedup: true, prefetch: null };

const parse = (source: string, options?: LoadOptions) =>
  parseScenario(source, '/scenarios/payments-crash.yaml', catalogueLiteral, options);

const smallest = `title: Nothing breaks
claim: Both work.
load: { rate: 100/s }
`;

const complete = `title: Payments is killed
claim: A broken service only delays events.
why: A queue holds
  what comes.
group: Failures
contestants:
  http: { style: http }
  http-no-retry: { style: http, policies: { retries: 0, timeout: none, compensation: off } }
  mine: { style: ./my-style.js, policies: { retries: 1 } }
rounds: 5
load:
  arrivals: constant
  stages: [{ rate: 50/s, for: 5s }, { rate: 6000/m, for: 15s }]
  warmUp: 4s
  drain: 20s
  patience: 8s
  declined: 2%
  client: { retries: 0 }
services:
  payments: { instances: 2, workers: 8, work: { median: 20ms, p99: 80ms } }
  recommendations: { work: 30ms }
faults:
  - { at: 5s, for: 2s, every: 8s, crash: payments, instance: 2 }
  - { at: 1s, for: 1s, latency: client -> subscriptions, add: 40ms }
hypotheses:
  - http.failed + http.lost > 0
budgets:
  - mine.completed.p95 < 2s
`;

describe('parseScenario', () => {
  it('fills in every default', () => {
    expect(parse(smallest)).toEqual({
      name: 'payments-crash',
      file: '/scenarios/payments-crash.yaml',
      source: smallest,
      title: 'Nothing breaks',
      claim: 'Both work.',
      why: '',
      group: '',
      contestants: [
        { name: 'http', style: 'http', overrides: {}, policies: httpDefaults, own: { services: {} } },
        { name: 'events', style: 'events', overrides: {}, policies: eventsDefaults, own: { services: {} } },
      ],
      rounds: 3,
      load: {
        arrivals: 'poisson',
        stages: [{ perSecond: 100, forMs: 20_000 }],
        warmUpMs: 3_000,
        drainMs: 30_000,
        patienceMs: 10_000,
        declined: 0,
        maxSendLagMs: 20,
        maxOthers: 0.15,
        saturate: null,
      },
      services: {
        subscriptions: { instances: 1, workers: 32, work: { medianMs: 2, p99Ms: 2 } },
        payments: { instances: 1, workers: 32, work: { medianMs: 20, p99Ms: 80 } },
        recommendations: { instances: 1, workers: 32, work: { medianMs: 10, p99Ms: 40 } },
        notifications: { instances: 1, workers: 32, work: { medianMs: 2, p99Ms: 2 } },
      },
      workflow: shippedWorkflow('subscribe'),
      parties: [],
      faults: [],
      unread: [],
      measure: 'slices',
      modules: [],
      hypotheses: [],
      budgets: [],
      scale: 1,
    });
  });

  it('reads everything that can be said', () => {
    const scenario = parse(complete);
    expect(scenario).toMatchObject({ why: 'A queue holds what comes.', group: 'Failures', rounds: 5 });
    expect(scenario.contestants[1]).toMatchObject({
      overrides: { retries: 0, timeoutMs: null, compensation: false },
      policies: { ...httpDefaults, retries: 0, timeoutMs: null, compensation: false },
    });
    expect(scenario.contestants[2]?.style).toBe('/scenarios/my-style.js');
    expect(scenario.load).toEqual({
      arrivals: 'constant',
      stages: [
        { perSecond: 50, forMs: 5_000 },
        { perSecond: 100, forMs: 15_000 },
      ],
      warmUpMs: 4_000,
      drainMs: 20_000,
      patienceMs: 8_000,
      declined: 0.02,
      maxSendLagMs: 20,
      maxOthers: 0.15,
      saturate: null,
      client: { retries: 0 },
    });
    expect(scenario.services['payments']!).toEqual({
      instances: 2,
      workers: 8,
      work: { medianMs: 20, p99Ms: 80 },
    });
    expect(scenario.services['recommendations']!.work).toEqual({ medianMs: 30, p99Ms: 30 });
  });

  it('gives every injection of a fault its own id and reads its target', () => {
    expect(parse(complete).faults).toMatchObject([
      {
        id: 'crash-payments-1',
        module: null,
        type: 'crash',
        target: { kind: 'service', service: 'payments', instance: 2, step: null },
        atMs: 5_000,
        forMs: 2_000,
        settings: {},
      },
      {
        id: 'crash-payments-2',
        type: 'crash',
        target: { kind: 'service', service: 'payments', instance: 2, step: null },
        atMs: 13_000,
        forMs: 2_000,
        settings: {},
      },
      {
        id: 'latency-client-subscriptions-1',
        type: 'latency',
        target: { kind: 'link', from: 'client', to: 'subscriptions', openedBy: 'from' },
        atMs: 1_000,
        forMs: 1_000,
        settings: { add: 40 },
      },
    ]);
  });

  it('remembers where hypotheses and budgets stand', () => {
    const { hypotheses, budgets } = parse(complete);
    expect(hypotheses).toMatchObject([{ text: 'http.failed + http.lost > 0', line: 26, column: 5 }]);
    expect(budgets).toMatchObject([{ text: 'mine.completed.p95 < 2s', line: 28, column: 5 }]);
  });

  it('scales durations of load and faults, and shortens no warm-up', () => {
    const { load, faults, services, contestants, scale } = parse(complete, { scale: 0.25 });
    expect(scale).toBe(0.25);
    expect(load).toMatchObject({
      stages: [
        { perSecond: 50, forMs: 1_250 },
        { perSecond: 100, forMs: 3_750 },
      ],
      warmUpMs: 4_000,
      drainMs: 5_000,
      patienceMs: 8_000,
    });
    expect(faults.map(({ atMs, forMs }) => [atMs, forMs])).toEqual([
      [1_250, 500],
      [3_250, 500],
      [250, 250],
    ]);
    expect(faults[2]?.settings).toEqual({ add: 40 });
    expect(services['payments']!.work.medianMs).toBe(20);
    expect(contestants[0]?.policies['timeoutMs']).toBe(2_000);
  });

  it('keeps the contestants asked for, and the expressions that they decide', () => {
    const scenario = parse(complete, { only: ['mine'], rounds: 1 });
    expect(scenario.contestants.map(({ name }) => name)).toEqual(['mine']);
    expect(scenario.hypotheses).toEqual([]);
    expect(scenario.budgets).toHaveLength(1);
    expect(scenario.rounds).toBe(1);
    expect(() => parse(complete, { only: ['htpp'] })).toThrow(
      'there is no contestant `htpp`; did you mean `http`?',
    );
    expect(() => parse(complete, { rounds: 0 })).toThrow('rounds is 0; expected a whole number from 1');
  });

  it.each([
    ['payments→broker', 'payments→broker'],
    ['payments -> broker', 'payments→broker'],
    ['client<->subscriptions', 'client↔subscriptions'],
    ['broker ↔ notifications', 'broker↔notifications'],
  ])('reads the link %s', (written, target) => {
    const [fault] = parse(`${smallest}faults: [{ at: 1s, for: 1s, partition: ${written} }]\n`).faults;
    expect(targetText(fault!.target)).toBe(target);
  });
});
