import { describe, expect, test } from 'vitest';
import type { BudgetResult, Environment, RunResult } from '../result/run.ts';
import type { ScenarioRecord } from '../result/scenario-record.ts';
import {
  asAdvisory,
  contestantDifferences,
  environmentDifferences,
  runDifferences,
  showDifference,
  showDifferences,
} from './fingerprint.ts';

const here: Environment = {
  cpuModel: 'Xeon',
  cores: 2,
  memoryBytes: 8 * 2 ** 30,
  os: 'Linux 6.1',
  node: 'v20.20.2',
  broker: 'RabbitMQ 3.10.8 (private)',
  dependencyLock: 'abc',
  tandem: '0.1.0',
};
const load = { arrivals: 'poisson', warmUpMs: 0, drainMs: 30_000, patienceMs: 10_000, declined: 0 };
const stages = [{ perSecond: 100, forMs: 20_000 }];
const recorded = (name: string, changes: object = {}): ScenarioRecord['contestants'][number] => ({
  name,
  style: 'http',
  answers: 'when-done',
  policies: { retries: 2, timeoutMs: null },
  capacity: { payments: { instances: 1, workers: 32 } },
  load: { ...load, stages, saturate: null },
  services: { payments: { instances: 1, workers: 32, work: { medianMs: 10, p99Ms: 10 } } },
  ...changes,
});
const latency = { type: 'latency', target: 'payments', atMs: 1_000, forMs: 2_000, settings: { add: 10 } };
const scenario = (changes: object = {}): object => ({
  name: 'baseline',
  scale: 1,
  load: { ...load, stages },
  faults: [latency],
  contestants: [recorded('http'), recorded('events')],
  ...changes,
});
const run = (changes: object = {}): RunResult =>
  ({ environment: here, seed: 1, scenario: scenario(), ...changes }) as unknown as RunResult;
const among = (...contestants: readonly ScenarioRecord['contestants'][number][]): RunResult =>
  run({ scenario: scenario({ contestants }) });
const lines = (a: RunResult, b: RunResult): readonly string[] =>
  showDifferences(runDifferences(a, b), ['then', 'now']);

describe('the fingerprint of an environment', () => {
  test.each([
    ['CPU model', { cpuModel: 'EPYC' }],
    ['cores', { cores: 8 }],
    ['memory', { memoryBytes: 16 * 2 ** 30 }],
    ['OS', { os: 'Darwin 23' }],
    ['Node', { node: 'v22.1.0' }],
    ['broker', { broker: 'none' }],
    ['dependency lock', { dependencyLock: '' }],
  ])('differs in %s', (part, change) => {
    expect(environmentDifferences(here, { ...here, ...change }).map((found) => found.part)).toEqual([part]);
  });

  test('is the same for another version of tandem and for a few pages of memory', () => {
    expect(
      environmentDifferences(here, { ...here, tandem: '9', memoryBytes: here.memoryBytes - 4_096 }),
    ).toEqual([]);
  });

  test('is told in words', () => {
    const [cores] = environmentDifferences(here, { ...here, cores: 8 });
    expect(showDifference(cores!, ['then', 'now'])).toBe('cores: 2 then, 8 now');
  });
});

describe('the fingerprint of a run', () => {
  const payments = (changes: object): object => ({
    payments: { instances: 1, workers: 32, work: { medianMs: 10, p99Ms: 10 }, ...changes },
  });
  const slow = { work: { medianMs: 4_000, p99Ms: 10 } };

  test.each([
    ['seed', run({ seed: 2 }), 'seed: 1 then, 2 now'],
    ['scale', run({ scenario: scenario({ scale: 0.5 }) }), 'scale: 1 then, 0.5 now'],
    [
      'settings of a fault',
      run({ scenario: scenario({ faults: [{ ...latency, settings: { add: 4_000 } }] }) }),
      'faults.0.settings.add: 10 then, 4000 now',
    ],
    [
      'work of one contestant',
      among(recorded('http', { services: payments(slow) }), recorded('events')),
      'contestants.http.services.payments.work.medianMs: 10 then, 4000 now',
    ],
    [
      'work of all',
      among(recorded('http', { services: payments(slow) }), recorded('events', { services: payments(slow) })),
      'services.payments.work.medianMs: 10 then, 4000 now',
    ],
    [
      'worker slots',
      among(recorded('http'), recorded('events', { services: payments({ workers: 8 }) })),
      'contestants.events.services.payments.workers: 32 then, 8 now',
    ],
    [
      'a rate of its own',
      among(
        recorded('http', { load: { ...load, saturate: null, stages: [{ perSecond: 10, forMs: 20_000 }] } }),
        recorded('events'),
      ),
      'contestants.http.load.stages.0.perSecond: 100 then, 10 now',
    ],
    [
      'a client that tries again',
      among(
        recorded('http', { load: { ...load, saturate: null, stages, client: { retries: 3 } } }),
        recorded('events'),
      ),
      'contestants.http.load.client: not recorded then, {"retries":3} now',
    ],
  ])('differs in %s, by its path', (_, now, line) => {
    expect(lines(run(), now)).toEqual([line]);
  });

  test('is the same whatever the order of keys and contestants, and whoever else took part', () => {
    const turned = recorded('http', {
      services: { payments: { work: { p99Ms: 10, medianMs: 10 }, workers: 32, instances: 1 } },
    });
    expect(lines(run(), among(recorded('events'), turned))).toEqual([]);
    expect(lines(run(), among(recorded('http')))).toEqual([]);
  });

  test('of a load that all have is told once', () => {
    const faster = { ...load, stages: [{ perSecond: 200, forMs: 20_000 }] };
    const contestants = ['http', 'events'].map((name) =>
      recorded(name, { load: { ...faster, saturate: null } }),
    );
    const now = run({ scenario: scenario({ load: faster, contestants }) });
    expect(lines(run(), now)).toEqual(['load.stages.0.perSecond: 100 then, 200 now']);
  });

  test('does not take an older record, which has less, for the same', () => {
    const { load: _load, services: _services, ...old } = recorded('http');
    const found = lines(among(old), among(recorded('http')));
    expect(found.map((line) => line.slice(0, 60))).toEqual([
      expect.stringMatching(/^contestants\.http\.load: not recorded then, /),
      expect.stringMatching(/^contestants\.http\.services: not recorded then, /),
    ]);
    expect(lines(among(old), among(old))).toEqual([]);
    const smaller = { ...old, capacity: { payments: { instances: 1, workers: 4 } } };
    expect(lines(among(old), among(smaller))).toEqual([
      'contestants.http.services.payments.workers: 32 then, 4 now',
    ]);
  });

  test('leaves style and policies to those who ask what is compared', () => {
    const now = among(recorded('http', { policies: { retries: 0, timeoutMs: null } }), recorded('events'));
    expect(runDifferences(run(), now)).toEqual([]);
    expect(contestantDifferences(run(), now)).toEqual([
      { part: 'contestants.http.policies.retries', a: '2', b: '0', contestant: 'http' },
    ]);
  });

  test('is told in twenty lines at most', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_unused, index) => [`s${index}`, { index }]));
    const found = lines(run(), among(recorded('http', { services: many }), recorded('events')));
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toBe('and 31 more differences');
  });
});

describe('advisory budgets', () => {
  const budget = (text: string, verdict: BudgetResult['verdict']): BudgetResult => ({
    text,
    verdict,
    value: 1,
    detail: 'measured',
    line: 1,
    column: 1,
  });
  const unlike = [{ part: 'cores', a: '2', b: '8' }];

  test('against a baseline never fail, and say why', () => {
    const texts = ['fail', 'invalid', 'warn', 'pass'] as const;
    const judged = texts.map((verdict) => budget('completed.p95 <= baseline + 10%', verdict));
    const advised = asAdvisory(judged, unlike);
    expect(advised.map(({ verdict }) => verdict)).toEqual(['warn', 'warn', 'warn', 'pass']);
    expect(advised[0]?.detail).toBe('measured; advisory only, the baseline differs in cores');
  });

  test('leave the others alone, and all of them where nothing differs', () => {
    const judged = [budget('lost == 0', 'fail'), budget('completed.p95 <= baseline + 10%', 'fail')];
    expect(asAdvisory(judged, unlike)[0]).toEqual(judged[0]);
    expect(asAdvisory(judged, [])).toEqual(judged);
  });

  test('stay decisive about contestants whose conditions did not change', () => {
    const own = [{ ...unlike[0]!, part: 'contestants.http.services.payments.workers', contestant: 'http' }];
    const judged = ['events.completed.p95', 'http.completed.p95', 'completed.p95'].map((metric) =>
      budget(`${metric} <= baseline + 10%`, 'fail'),
    );
    expect(asAdvisory(judged, own).map(({ verdict }) => verdict)).toEqual(['fail', 'warn', 'warn']);
  });
});
