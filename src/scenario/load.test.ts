import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UsageError } from '../shared/errors.ts';
import { duration } from './fields.ts';
import { type Catalogue, type LoadOptions, parseScenario } from './load.ts';
import { defaultPolicies } from './policies.ts';

const catalogue: Catalogue = {
  styles: new Map([
    ['http', { policies: ['timeoutMs', 'retries', 'breaker', 'compensation'] }],
    ['events', { policies: ['publish', 'acks', 'dedup', 'prefetch'] }],
  ]),
  faults: new Map([
    ['latency', { scope: ['service', 'link'], settings: z.strictObject({ add: duration }) }],
    ['crash', { scope: ['service'], settings: z.strictObject({ instance: z.int().min(1).optional() }) }],
    ['broker-crash', { scope: ['broker'], settings: z.strictObject({}) }],
    ['partition', { scope: ['link'], settings: z.strictObject({}) }],
  ]),
};

const parse = (source: string, options?: LoadOptions) =>
  parseScenario(source, '/scenarios/payments-crash.yaml', catalogue, options);

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
  client: { retries: 2 }
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
        { name: 'http', style: 'http', overrides: {}, policies: defaultPolicies },
        { name: 'events', style: 'events', overrides: {}, policies: defaultPolicies },
      ],
      rounds: 3,
      load: {
        arrivals: 'poisson',
        stages: [{ perSecond: 100, forMs: 20_000 }],
        warmUpMs: 3_000,
        drainMs: 30_000,
        patienceMs: 10_000,
        declined: 0,
        saturate: null,
      },
      services: {
        subscriptions: { instances: 1, workers: 32, work: { medianMs: 2, p99Ms: 2 } },
        payments: { instances: 1, workers: 32, work: { medianMs: 20, p99Ms: 80 } },
        recommendations: { instances: 1, workers: 32, work: { medianMs: 10, p99Ms: 40 } },
        notifications: { instances: 1, workers: 32, work: { medianMs: 2, p99Ms: 2 } },
      },
      faults: [],
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
      policies: { ...defaultPolicies, retries: 0, timeoutMs: null, compensation: false },
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
      saturate: null,
      client: { retries: 2 },
    });
    expect(scenario.services.payments).toEqual({
      instances: 2,
      workers: 8,
      work: { medianMs: 20, p99Ms: 80 },
    });
    expect(scenario.services.recommendations.work).toEqual({ medianMs: 30, p99Ms: 30 });
  });

  it('gives every strike of a fault its own id and normalises links', () => {
    expect(parse(complete).faults).toEqual([
      {
        id: 'crash-payments-1',
        type: 'crash',
        target: 'payments',
        atMs: 5_000,
        forMs: 2_000,
        settings: { instance: 2 },
      },
      {
        id: 'crash-payments-2',
        type: 'crash',
        target: 'payments',
        atMs: 13_000,
        forMs: 2_000,
        settings: { instance: 2 },
      },
      {
        id: 'latency-client-subscriptions-1',
        type: 'latency',
        target: 'client→subscriptions',
        atMs: 1_000,
        forMs: 1_000,
        settings: { add: 40 },
      },
    ]);
  });

  it('remembers where hypotheses and budgets stand', () => {
    const { hypotheses, budgets } = parse(complete);
    expect(hypotheses).toEqual([{ text: 'http.failed + http.lost > 0', line: 26, column: 5 }]);
    expect(budgets).toEqual([{ text: 'mine.completed.p95 < 2s', line: 28, column: 5 }]);
  });

  it('scales durations of load and faults, and nothing else', () => {
    const { load, faults, services, contestants, scale } = parse(complete, { scale: 0.25 });
    expect(scale).toBe(0.25);
    expect(load).toMatchObject({
      stages: [
        { perSecond: 50, forMs: 1_250 },
        { perSecond: 100, forMs: 3_750 },
      ],
      warmUpMs: 1_000,
      drainMs: 5_000,
      patienceMs: 8_000,
    });
    expect(faults.map(({ atMs, forMs }) => [atMs, forMs])).toEqual([
      [1_250, 500],
      [3_250, 500],
      [250, 250],
    ]);
    expect(faults[2]?.settings).toEqual({ add: 40 });
    expect(services.payments.work.medianMs).toBe(20);
    expect(contestants[0]?.policies.timeoutMs).toBe(2_000);
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
    expect(fault?.target).toBe(target);
  });
});

const complaint = (source: string): string => {
  try {
    parse(source);
  } catch (error) {
    if (error instanceof UsageError)
      return error.message.replaceAll('/scenarios/payments-crash.yaml', 'x.yaml');
    throw error;
  }
  return 'no complaint';
};

describe('parseScenario reports at the place, with a caret', () => {
  it('every problem at once, in the order of the file', () => {
    const source = `titel: Typo
claim: Both work.
contestants:
  http: { style: htpp }
  events: { style: events, policies: { retries: 3, prefetsh: 10 } }
load: { rate: 100, warmUp: 3 }
faults:
  - { at: 5s, for: 5s, crush: payments }
  - { at: 5s, for: 5s, crash: paymnets }
  - { at: 5s, for: 5s, crash: payments, instance: 2 }
  - { at: 25s, for: 5s, broker-crash: broker, jitter: 3ms }
hypotheses:
  - http.complete.p95 > 2s
budgets:
  - "events.lost == 0%"
  - http.lost == 0
`;
    expect(`${complaint(source)}\n`).toBe(`x.yaml:1:1: missing key \`title\`
  1 | titel: Typo
    | ^
x.yaml:1:1: unknown key \`titel\`; did you mean \`title\`?
  1 | titel: Typo
    | ^^^^^
x.yaml:5:52: unknown key \`prefetsh\`; did you mean \`prefetch\`?
  5 |   events: { style: events, policies: { retries: 3, prefetsh: 10 } }
    |                                                    ^^^^^^^^
x.yaml:6:15: expected a rate such as 100/s, found \`100\`
  6 | load: { rate: 100, warmUp: 3 }
    |               ^^^
x.yaml:6:28: expected a duration such as 5s, 40ms or 1m, found \`3\`
  6 | load: { rate: 100, warmUp: 3 }
    |                            ^
x.yaml:8:24: unknown fault \`crush\`; did you mean \`crash\`?
  8 |   - { at: 5s, for: 5s, crush: payments }
    |                        ^^^^^
x.yaml:9:31: unknown target \`paymnets\`; did you mean \`payments\`?
  9 |   - { at: 5s, for: 5s, crash: paymnets }
    |                               ^^^^^^^^
x.yaml:10:51: payments has 1 instance
  10 |   - { at: 5s, for: 5s, crash: payments, instance: 2 }
     |                                                   ^
x.yaml:11:47: unknown key \`jitter\`; expected one of at, for, every, broker-crash
  11 |   - { at: 25s, for: 5s, broker-crash: broker, jitter: 3ms }
     |                                               ^^^^^^
x.yaml:13:10: unknown metric \`complete.p95\`; did you mean \`completed.p95\`?
  13 |   - http.complete.p95 > 2s
     |          ^^^^^^^^^^^^
x.yaml:15:21: cannot compare a count with a ratio; divide by \`sent\` to get a share
  15 |   - "events.lost == 0%"
     |                     ^^
`);
  });

  it.each([
    ['contestants: { http: { style: htpp } }', 'x.yaml:4:31: unknown style `htpp`; did you mean `http`?'],
    [
      'contestants: { http: { style: http, policies: { dedup: on } } }',
      'x.yaml:4:49: the style http does not read the policy `dedup`; it reads timeout, retries, breaker, compensation',
    ],
    [
      'contestants: { Http: { style: http } }',
      'x.yaml:4:16: expected a name of small letters, digits and hyphens, found `Http`',
    ],
    [
      'contestants: { rate: { style: http } }',
      'x.yaml:4:16: `rate` means something else in budgets; choose another name',
    ],
    ['contestants: {}', 'x.yaml:4:14: expected at least one contestant'],
    ['contestants: [http]', 'x.yaml:4:14: expected a map, found a list'],
    [
      'contestants: { http: { style: http, policies: { breaker: samplign } } }',
      'x.yaml:4:58: `samplign` is not known here; did you mean `sampling`?',
    ],
    ['rounds: 0', 'x.yaml:4:9: expected a whole number from 1 to 1000, found `0`'],
    ['why: "a\\nb\\nc"', 'x.yaml:4:6: expected two lines at most'],
    ['services: { paymets: {} }', 'x.yaml:4:13: unknown key `paymets`; did you mean `payments`?'],
    ['services: { payments: { work: 20 } }', 'x.yaml:4:31: expected a duration such as 20ms'],
    [
      'services: { payments: { work: { median: 20ms, p99: 10ms } } }',
      'x.yaml:4:31: expected a p99 that is not below the median',
    ],
    [
      'services: { payments: { workers: 0 } }',
      'x.yaml:4:34: expected a whole number from 1 to 4096, found `0`',
    ],
    [
      'faults: [{ at: 5s, for: 5s }]',
      'x.yaml:4:10: missing the type of the fault; expected one of latency, crash, broker-crash, partition',
    ],
    ['faults: [{ for: 5s, crash: payments }]', 'x.yaml:4:10: missing key `at`'],
    [
      'faults: [{ at: 5s, for: 0s, crash: payments }]',
      'x.yaml:4:25: expected a duration above 0, found `0s`',
    ],
    [
      'faults: [{ at: 20s, for: 1s, crash: payments }]',
      'x.yaml:4:16: strikes after the load has ended (20s)',
    ],
    [
      'faults: [{ at: 1s, for: 2s, every: 2s, crash: payments }]',
      'x.yaml:4:36: expected more than its `for` (2s)',
    ],
    [
      'faults: [{ at: 1s, for: 2s, crash: payments, latency: payments }]',
      'x.yaml:4:46: one fault an entry; `crash` is named already',
    ],
    [
      'faults: [{ at: 1s, for: 2s, broker-crash: payments }]',
      'x.yaml:4:43: unknown target `payments`; expected broker',
    ],
    [
      'faults: [{ at: 1s, for: 2s, partition: payments }]',
      'x.yaml:4:40: expected a link such as client→subscriptions, found `payments`',
    ],
    [
      'faults: [{ at: 1s, for: 2s, partition: clint→payments }]',
      'x.yaml:4:40: unknown end of a link `clint`; did you mean `client`?',
    ],
    [
      'faults: [{ at: 1s, for: 2s, crash: payments }, { at: 2s, for: 2s, crash: payments }]',
      'x.yaml:4:54: overlaps with another `crash` of payments',
    ],
    [
      'hypotheses: [http.lost <= baseline]',
      'x.yaml:4:14: a hypothesis cannot name a baseline; make it a budget',
    ],
    ['hypotheses: [lost during == 0]', 'x.yaml:4:14: the scenario has no faults, so nothing is `during` one'],
    ['budgets: [42]', 'x.yaml:4:11: expected a comparison such as events.lost == 0, found `42`'],
    ['title: twice', 'x.yaml:4:1: Map keys must be unique'],
    [
      'budgets: [',
      'x.yaml:5:1: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ])('%s', (extra, expected) => expect(complaint(`${smallest}${extra}\n`)).toContain(expected));

  it.each([
    ['{ duration: 5s }', 'x.yaml:3:7: missing key `rate`; expected a rate such as 100/s, or stages'],
    ['{ rate: 1/s, stages: [{ rate: 1/s, for: 1s }] }', 'x.yaml:3:9: stages have their own rates'],
    ['{ stages: [] }', 'x.yaml:3:17: expected at least one stage'],
    ['{ stages: [{ rate: 1/s }] }', 'x.yaml:3:18: missing key `for`'],
    ['{ saturate: { connections: 10 }, rate: 5/s }', 'x.yaml:3:40: a closed loop has no rate'],
    ['{ rate: 100/s, declined: 120% }', 'x.yaml:3:32: expected a share of at most 100%, found `120%`'],
    ['{ rate: 0/s }', 'x.yaml:3:15: expected a rate above 0, found `0/s`'],
    ['{ rate: 100/s, warmup: 3s }', 'x.yaml:3:22: unknown key `warmup`; did you mean `warmUp`?'],
    ['fast', 'x.yaml:3:7: expected a map, found `fast`'],
  ])('load: %s', (load, expected) =>
    expect(complaint(`title: a\nclaim: b\nload: ${load}\n`)).toContain(expected),
  );

  it('saturation under faults, with the reason', () => {
    const source = `title: a
claim: b
load: { saturate: { connections: 50 } }
faults: [{ at: 1s, for: 1s, crash: payments }]
`;
    expect(complaint(source)).toContain(
      'x.yaml:3:9: saturation needs healthy services: the closed loop (autocannon)',
    );
  });

  it.each([
    ['', 'x.yaml:1:1: expected a map, found nothing'],
    ['just text', 'x.yaml:1:1: expected a map, found `just text`'],
  ])('a file with %j in it', (source, expected) => expect(complaint(source)).toContain(expected));
});
