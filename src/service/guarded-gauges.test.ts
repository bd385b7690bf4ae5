import { describe, expect, it } from 'vitest';
import { readsCounter, staleCounter } from '../audit/stale-reads.ts';
import { createGauges } from './gauges.ts';
import { guardGauges } from './guarded-gauges.ts';

const bench = () => {
  const refusals: string[] = [];
  const inner = createGauges('/subscriptions');
  const gauges = guardGauges(inner, 'my-style', (message) => void refusals.push(message));
  return { gauges, refusals, counters: () => inner.sample().counters, sample: inner.sample };
};

describe('the gauges of a style', () => {
  it.each(['http.calls.payments', 'amqp.retried', 'leases.expired', 'my-style.own'])('count %s', (name) => {
    const { gauges, counters, refusals } = bench();
    gauges.count(name);
    gauges.count(name, 2);
    expect(counters()).toEqual({ [name]: 3 });
    expect(refusals).toEqual([]);
  });

  it.each([
    ...['order.violations', 'replay.tookMs', 'client.calls', 'work.repeatsAwaited', readsCounter],
    ...[staleCounter(20), 'amqp.inDeadLetterQueues', 'amqp.brokenQueues'],
    ...['other-style.own', 'charged', '', 'http.', '__proto__.x', 'http.a b', `http.${'x'.repeat(200)}`],
  ])('do not write %j, and say so', (name) => {
    const { gauges, counters, refusals } = bench();
    gauges.count(name);
    gauges.total(name, () => 1);
    expect(counters()).toEqual({});
    expect(refusals).toHaveLength(1);
  });

  it('mark no state under a name without end', () => {
    const { gauges, refusals, sample } = bench();
    gauges.span('x'.repeat(30_000))();
    gauges.span('circuit:payments')();
    expect(sample().spans.map(({ name }) => name)).toEqual(['circuit:payments']);
    expect(refusals).toHaveLength(1);
  });

  it.each([-1, 1e17, Number.NaN, Number.POSITIVE_INFINITY])('do not grow by %d', (by) => {
    const counting = bench();
    counting.gauges.count('http.calls', by);
    expect(counting.counters()).toEqual({});
    expect(counting.refusals).toHaveLength(1);
    const reading = bench();
    reading.gauges.total('http.calls', () => by);
    reading.gauges.owe('messages', () => by);
    expect(reading.sample()).toMatchObject({ counters: { 'http.calls': 0 }, owedMessages: 0 });
    expect(reading.refusals).toHaveLength(1);
  });
});
