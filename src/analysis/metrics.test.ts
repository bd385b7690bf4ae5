import { describe, expect, it } from 'vitest';
import { roundLiteral } from '../../test/support/round-literal.ts';
import { metricDefinitions, metricValue } from './metrics.ts';

const round = roundLiteral({
  contestant: 'events',
  outcomes: { sent: 500, completed: 480, refused: 5, dropped: 3, failed: 5, lost: 3 },
  acceptedP95: 12,
  completedP95: 'never',
  duringP95: null,
  completedRate: 96,
  drainTime: null,
  count: 150,
});

describe('metricValue', () => {
  it.each([
    ['accepted.p95', 'all', 12],
    ['completed.p95', 'before', 'never'],
    ['completed.p95', 'during', { error: 'p95 needs 200 samples, there are 150' }],
    ['consistency.p95', 'all', { error: 'no samples' }],
    ['rate.completed', 'all', 96],
    ['completed', 'all', 480],
    ['failed', 'during', 5],
    ['drainTime', 'all', 'never'],
    ['connections.peak', 'all', 8],
    ['cpuPerWorkflow', 'all', { error: 'no completed workflow' }],
    ['amplification', 'all', { error: 'no calls between services' }],
    ['redeliveries', 'all', 0],
    ['speed', 'all', { error: 'there is no metric speed' }],
  ] as const)('%s %s is %j', (metric, phase, value) =>
    expect(metricValue(round, metric, phase)).toEqual(value),
  );
});

describe('figures from counters', () => {
  const counters = {
    'http.requests.payments': 100,
    'http.calls.payments': 300,
    'http.requests.notifications': 100,
    'http.calls.notifications': 100,
    'amqp.deliveries': 410,
    'amqp.redeliveries': 7,
    'amqp.deadLettered': 3,
  };

  it.each([
    ['amplification', 2],
    ['amplification.payments', 3],
    ['amplification.notifications', 1],
    ['amplification.recommendations', { error: 'no calls between services' }],
    ['deliveries', 410],
    ['redeliveries', 7],
    ['deadLettered', 3],
  ] as const)('%s is %j', (metric, value) =>
    expect(metricValue({ ...round, counters }, metric, 'all')).toEqual(value),
  );
});

describe('metricDefinitions', () => {
  it('names every metric of the budget language', () => {
    expect([...metricDefinitions.keys()].map((name) => name.replace(/p\d+|max|mean/, '*'))).toEqual(
      expect.arrayContaining([
        'accepted.*',
        'completed.*',
        'rate.offered',
        'rate.accepted',
        'rate.completed',
        'completed',
        'declined',
        'refused',
        'compensated',
        'recovered',
        'dropped',
        'stranded',
        'vanished',
        'unresolved',
        'sent',
        'failed',
        'lost',
        'unserved',
        'duplicated',
        'doubleCharged',
        'unexpected',
        'backlog.peak',
        'drainTime',
        'connections.peak',
        'inFlight.peak',
        'cpuPerWorkflow',
        'consistency.*',
      ]),
    );
  });

  it('counts requests, and the rows of a replayed log, exactly and measures everything else', () => {
    const isExact = (name: string) => !name.includes('.') || name.startsWith('replay.');
    for (const { kind, unit, name } of metricDefinitions.values()) {
      expect([name, kind]).toEqual([name, unit === 'count' && isExact(name) ? 'exact' : 'measured']);
    }
  });

  it('reads each of them from a round', () => {
    for (const { name } of metricDefinitions.values()) expect(metricValue(round, name, 'all')).toBeDefined();
  });
});
