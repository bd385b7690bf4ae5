import { describe, expect, it } from 'vitest';
import type { StubRecord } from '../load/stub/protocol.ts';
import { emptyTickets } from '../load/ticket-columns.ts';
import { type CheckedCase, checkGenerator } from './generator-truth.ts';

const originMs = 1_000;
const errors = ['', 'ECONNRESET', 'ECONNREFUSED', 'timeout'];

/** Forty requests, 10 ms apart, each answered 20 ms after it was due; the client hears of it 0.5 ms later. */
const sound = (): CheckedCase => {
  const dueAt = Float64Array.from({ length: 40 }, (_, index) => index * 10);
  const tickets = emptyTickets('s-', dueAt, errors);
  dueAt.forEach((due, index) => {
    tickets.sentAt[index] = due + 0.2;
    tickets.answeredAt[index] = due + 20.5;
    tickets.answer[index] = 1;
  });
  const records = Array.from(dueAt, (due, index): StubRecord => {
    const receivedAt = originMs + due + 1;
    return { id: `s-${index}`, fate: 'answered', receivedAt, answeredAt: originMs + due + 20 };
  });
  return { dueAt, tickets, records, originMs };
};

/** The stub's account with another fate of one request. */
const without = (one: CheckedCase, index: number, fate: StubRecord['fate']): CheckedCase => ({
  ...one,
  records: one.records.map((record, at) => (at === index ? { ...record, fate, answeredAt: null } : record)),
});

/** The client's record of a request that got no answer. */
const failed = (one: CheckedCase, index: number, reason: string): CheckedCase => {
  one.tickets.answer[index] = 0;
  one.tickets.answeredAt[index] = Number.NaN;
  one.tickets.error[index] = errors.indexOf(reason);
  return one;
};

describe('checkGenerator', () => {
  it('finds nothing wrong with a truthful generator', () => {
    const { expected, measured, expectedCounts, measuredCounts, ...faults } = checkGenerator(sound());
    expect(faults).toEqual({ intended: 40, outcomeFaults: [], timeFaults: [] });
    expect(expected).toEqual({ p50: 20, p95: 20, 'p97.5': 20, p99: 20 });
    expect(measured).toEqual({ p50: 20.5, p95: 20.5, 'p97.5': 20.5, p99: 20.5 });
    expect([expectedCounts, measuredCounts]).toEqual([{ answered: 40 }, { answered: 40 }]);
  });
  it.each([
    ['reset', 'ECONNRESET'],
    ['hung', 'timeout'],
  ] as const)('takes %s for what it is', (fate, reason) => {
    const check = checkGenerator(failed(without(sound(), 7, fate), 7, reason));
    expect(check.outcomeFaults).toEqual([]);
    expect(check.expectedCounts).toEqual({ answered: 39, [fate]: 1 });
    expect(check.measuredCounts).toEqual({ answered: 39, [reason]: 1 });
  });
  it('leaves the warm-up out of the times and in the counts', () => {
    const one = sound();
    const dueAt = one.dueAt.map((due) => due - 200);
    one.tickets.dueAt.set(dueAt);
    // Far off, but before the zero.
    one.tickets.answeredAt.set(dueAt.map((due) => due + (due < 0 ? 900 : 20.5)));
    const check = checkGenerator({ ...one, dueAt, originMs: originMs + 200 });
    expect(check.timeFaults).toEqual([]);
    expect(check.measuredCounts).toEqual({ answered: 40 });
  });
});

describe('checkGenerator finds', () => {
  const outcomeFaults = (one: CheckedCase) => checkGenerator(one).outcomeFaults;
  it('an answer that the stub never gave', () => {
    expect(outcomeFaults(without(sound(), 7, 'hung'))).toEqual([
      '1 requests have another outcome than the stub gave them, for instance 7',
    ]);
  });
  it('an answer that was kept from the record, and a wrong reason', () => {
    expect(outcomeFaults(failed(sound(), 3, 'timeout'))).toHaveLength(1);
    expect(outcomeFaults(failed(without(sound(), 3, 'reset'), 3, 'timeout'))).toHaveLength(1);
  });
  it('a request without an outcome, and one with two', () => {
    expect(outcomeFaults(failed(sound(), 3, ''))[0]).toContain('no outcome, or more than one');
    const twice = sound();
    twice.tickets.error[3] = 1;
    expect(outcomeFaults(twice)[0]).toContain('no outcome, or more than one');
  });
  it('a request sent twice, and one never sent though it claims an answer', () => {
    const one = sound();
    expect(outcomeFaults({ ...one, records: [...one.records, one.records[0]!] })).toHaveLength(1);
    expect(outcomeFaults({ ...one, records: one.records.slice(1) })).toHaveLength(1);
  });
  it('another schedule', () => {
    const one = sound();
    expect(outcomeFaults({ ...one, dueAt: one.dueAt.map((due) => due + 1) })).toHaveLength(1);
  });
  it('times counted from the sending of requests that were sent late', () => {
    const one = sound();
    // Due at d, sent and answered 300 ms late; the generator hides the wait.
    const records = one.records.map((record) => ({ ...record, answeredAt: record.answeredAt! + 300 }));
    expect(checkGenerator({ ...one, records }).timeFaults).toHaveLength(4);
  });
  it('nothing to compare', () => {
    const one = sound();
    for (let index = 0; index < 40; index += 1) failed(one, index, 'ECONNREFUSED');
    expect(checkGenerator({ ...one, records: [] }).timeFaults).toHaveLength(4);
  });
});
