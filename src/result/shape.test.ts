import { describe, expect, it } from 'vitest';
import { completedAfter, figuresOf } from '../../test/support/synthetic-round.ts';
import type { RoundResult } from './round.ts';
import { type RunResult, resultSchema } from './run.ts';
import { resultProblems } from './shape.ts';

const requests = Array.from({ length: 40 }, (_, index) => completedAfter(index * 10, 30 + index));
const spread = { p50: 0.4, p99: 1.1, max: 3 };

const round: RoundResult = {
  ...figuresOf(requests, 400),
  contestant: 'events',
  style: 'events',
  round: 1,
  attempt: 1,
  startedAt: '2026-01-01T00:00:00Z',
  valid: true,
  invalidReasons: [],
  partial: false,
  generator: {
    intended: 40,
    sent: 40,
    late: 0,
    achieved: 1,
    sendLag: spread,
    eventLoopDelay: spread,
    inFlightPeak: 3,
    connectionsPeak: 4,
    cpuSeconds: 0.2,
    cpuShare: 0.1,
    priority: 0,
  },
  faults: [],
  resources: [],
  backlog: { peak: 3 },
  drainTime: 20,
  connections: { peak: 8 },
  inFlight: { peak: 4 },
  cpuPerWorkflow: 1.2,
  money: { charges: 40, refunds: 0, active: 40, balanced: true, unbalanced: 0, requests: 40 },
  laws: [{ law: 'partition', holds: true, detail: '40 requests, each in one class' }],
  counters: { 'http.retries': 1 },
  samples: { t: [], backlog: [], pendingCalls: [], clientInFlight: [], processes: {} },
  pendingCalls: { peak: 0 },
  states: [],
  machine: null,
};

const result: RunResult = {
  schema: resultSchema,
  scenario: {
    name: 'a',
    file: 'a.yaml',
    title: 'A',
    claim: 'B',
    why: '',
    group: '',
    source: '',
    scale: 1,
    contestants: [],
    rounds: 1,
    faults: [],
    load: { arrivals: 'poisson', stages: [], warmUpMs: 0, drainMs: 0, patienceMs: 0, declined: 0 },
  },
  environment: {
    cpuModel: 'x',
    cores: 2,
    memoryBytes: 1,
    os: 'Linux',
    node: '20',
    broker: '',
    dependencyLock: '',
    tandem: '0.1.0',
  },
  seed: 1,
  startedAt: '',
  finishedAt: '',
  partial: false,
  verdict: 'pass',
  reasons: [],
  warnings: [],
  hypotheses: [{ text: 'lost == 0', verdict: 'supported', detail: 'lost = 0', line: 1, column: 1 }],
  budgets: [{ text: 'lost == 0', verdict: 'pass', value: 0, detail: 'lost = 0', line: 1, column: 1 }],
  rounds: [round],
  summary: { contestants: {}, comparisons: [] },
};

/** As another program would find it on disk. */
const stored = (change: (document: Record<string, unknown>) => void = () => undefined): unknown => {
  const document = JSON.parse(JSON.stringify(result)) as Record<string, unknown>;
  change(document);
  return document;
};

describe('resultProblems', () => {
  it('finds none in a result', () => expect(resultProblems(stored())).toEqual([]));

  it('lets through what a later version adds', () => {
    expect(resultProblems(stored((document) => Object.assign(document, { mood: 'good' })))).toEqual([]);
  });

  it.each([
    [
      'another version',
      { schema: 'tandem.result/2' },
      'schema: expected "tandem.result/1", found "tandem.result/2"',
    ],
    ['no version', { schema: undefined }, 'schema: expected "tandem.result/1", found none'],
    ['a verdict that there is not', { verdict: 'maybe' }, 'verdict: '],
    ['a round without outcomes', { rounds: [{ ...round, outcomes: undefined }] }, 'rounds.0.outcomes: '],
    ['a text for a number', { seed: 'one' }, 'seed: Invalid input: expected number, received string'],
  ])('names the place: %s', (_, change, expected) => {
    const [problem] = resultProblems(stored((document) => Object.assign(document, change)));
    expect(problem?.startsWith(expected), problem).toBe(true);
  });

  it('is not confused by something else altogether', () => {
    expect(resultProblems(null)).toHaveLength(1);
    expect(resultProblems([])).toHaveLength(1);
  });
});
