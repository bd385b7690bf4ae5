import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { homeOf, meaning, subscribe } from '../../test/support/subscribe.ts';
import { answers, notices, type Tickets } from '../load/ticket.ts';
import { type OutcomeClass, outcomeClasses } from '../result/outcomes.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { audit, notSent, undecided } from './audit.ts';
import { indexOfId } from './effect-columns.ts';
import type { TicketAnswer, TicketNotice } from './outcome.ts';

const originMs = 50_000;

/** One request as a test writes it down. */
interface Row {
  readonly answer?: TicketAnswer;
  readonly notice?: TicketNotice;
  readonly dueAt?: number;
  readonly sent?: boolean;
  readonly did?: readonly string[];
  readonly queued?: boolean;
}

const ticketsOf = (rows: readonly Row[]): Tickets => {
  const dueAt = Float64Array.from(rows, (row, index) => row.dueAt ?? index * 10);
  return {
    idPrefix: 'r1-',
    count: rows.length,
    dueAt,
    sentAt: dueAt.map((due, index) => (rows[index]!.sent === false ? Number.NaN : due + 1)),
    answeredAt: dueAt.map((due, index) =>
      (rows[index]!.answer ?? 'none') === 'none' ? Number.NaN : due + 20,
    ),
    completedAt: dueAt.map((due, index) =>
      (rows[index]!.notice ?? 'none') === 'none' ? Number.NaN : due + 40,
    ),
    status: new Uint16Array(rows.length),
    answer: Uint8Array.from(rows, (row) => answers.indexOf(row.answer ?? 'none')),
    notice: Uint8Array.from(rows, (row) => notices.indexOf(row.notice ?? 'none')),
    error: new Uint8Array(rows.length),
    errors: [''],
  };
};

const entry = (requestId: string, effect: string, at: number): LedgerEntry => ({
  service: homeOf(effect),
  requestId,
  userId: 'user-1',
  plan: 'basic',
  effect,
  payload: '',
  instance: `${homeOf(effect)}-1`,
  draw: 1,
  receivedAt: originMs + at - 2,
  startedAt: originMs + at - 1,
  at: originMs + at,
});

const entriesOf = (rows: readonly Row[]): LedgerEntry[] =>
  rows.flatMap((row, index) =>
    (row.did ?? []).map((effect, step) => entry(`r1-${index}`, effect, (row.dueAt ?? index * 10) + step + 5)),
  );

const auditOf = (
  rows: readonly Row[],
  more: readonly LedgerEntry[] = [],
  unreadable: readonly string[] = [],
) =>
  audit({
    workflow: subscribe,
    tickets: ticketsOf(rows),
    entries: [...entriesOf(rows), ...more],
    queued: new Set(rows.flatMap((row, index) => (row.queued === true ? [`r1-${index}`] : []))),
    originMs,
    drained: !rows.some((row) => row.queued),
    unreadable,
  });

const classOf = (row: Row): OutcomeClass | undefined => outcomeClasses[auditOf([row]).classes[0]!];

const all: readonly string[] = ['opened', 'charged', 'activated', 'recommended', 'notified-ready'];
const without = (...gone: readonly string[]): string[] => all.filter((effect) => !gone.includes(effect));

describe('tickets and ledgers to classes', () => {
  test.each<[string, Row, OutcomeClass]>([
    ['a call chain that answered', { answer: 'active', did: all }, 'completed'],
    ['an event flow that announced it', { answer: 'accepted', notice: 'ready', did: all }, 'completed'],
    ['the bank said no', { answer: 'declined', did: ['opened', 'declined', 'cancelled'] }, 'declined'],
    ['an error before anything', { answer: 'error' }, 'refused'],
    ['a refund', { answer: 'error', did: ['opened', 'charged', 'refunded', 'cancelled'] }, 'compensated'],
    ['a time-out after which it all happened', { did: all }, 'recovered'],
    ['a time-out before anything', {}, 'dropped'],
    ['a 2xx and nothing else', { answer: 'accepted' }, 'vanished'],
    ['still queued', { answer: 'accepted', did: ['opened'], queued: true }, 'unresolved'],
    // The same completed request with one ledger row taken away by hand.
    ['the charge is gone', { answer: 'active', did: without('charged') }, 'stranded'],
    ['the activation is gone', { answer: 'active', did: without('activated') }, 'stranded'],
    ['the recommendations are gone', { answer: 'active', did: without('recommended') }, 'vanished'],
    ['the notice is gone', { answer: 'active', did: without('notified-ready') }, 'vanished'],
    ['the opening is gone', { answer: 'active', did: without('opened') }, 'vanished'],
    ['all but the charge is gone', { answer: 'active', did: ['charged'] }, 'stranded'],
    // Order within a service decides: the last effect on the subscription counts.
    ['cancelled after it was active', { answer: 'active', did: [...all, 'cancelled'] }, 'stranded'],
  ])('%s', (_name, row, expected) => {
    expect(classOf(row)).toBe(expected);
  });

  test('a request that was never sent has no class; its effects are unexpected', () => {
    const result = auditOf([
      { sent: false, did: ['opened'] },
      { answer: 'active', did: all },
    ]);
    expect(result.classes[0]).toBe(notSent);
    expect(result.outcomes).toMatchObject({ sent: 1, completed: 1, unexpected: 1 });
  });

  test('an effect under a foreign id is unexpected', () => {
    const foreign = ['r2-0', 'r1-', 'r1-1', 'r1-x', 'r1-00'].map((id) => entry(id, 'charged', 1));
    const result = auditOf([{ answer: 'active', did: all }], foreign);
    expect(result.outcomes.unexpected).toBe(5);
    // Paid under five ids of nobody: the sum of the round's own requests is right, the money is not.
    expect(result.money).toEqual({
      charges: 6,
      refunds: 0,
      active: 1,
      balanced: false,
      unbalanced: 5,
      requests: 1,
    });
  });

  test('an unreadable ledger leaves requests without a class instead of guessing', () => {
    const result = auditOf([{ answer: 'active', did: all }], [], ['payments ledger: disk I/O error']);
    expect(result.classes[0]).toBe(undecided);
    expect(result.withoutClass).toBe(1);
    expect(result.problems).toEqual(['could not read payments ledger: disk I/O error']);
  });
});

describe('beside the classes', () => {
  test.each<[string, readonly string[], { duplicated: number; doubleCharged: number }]>([
    ['nothing repeated', all, { duplicated: 0, doubleCharged: 0 }],
    ['charged twice', [...all, 'charged'], { duplicated: 1, doubleCharged: 1 }],
    ['charged twice, once refunded', [...all, 'charged', 'refunded'], { duplicated: 1, doubleCharged: 0 }],
    ['recommended twice', [...all, 'recommended'], { duplicated: 1, doubleCharged: 0 }],
    ['two notices of different kinds', [...all, 'notified-failed'], { duplicated: 1, doubleCharged: 0 }],
  ])('%s', (_name, did, expected) => {
    expect(auditOf([{ answer: 'active', did }]).outcomes).toMatchObject(expected);
  });

  test('money counts the warm-up, the outcomes do not', () => {
    const result = auditOf([
      { dueAt: -5, answer: 'active', did: all },
      { dueAt: 5, answer: 'active', did: without('activated') },
    ]);
    expect(result.money).toEqual({
      charges: 2,
      refunds: 0,
      active: 1,
      balanced: false,
      unbalanced: 1,
      requests: 2,
    });
    expect(result.outcomes.sent).toBe(1);
  });

  test('completed is when the last of answer, activation and notice is there', () => {
    const early = auditOf([{ dueAt: 100, answer: 'active', did: all }]);
    expect(early.completedAt[0]).toBe(120);
    const late = audit({
      workflow: subscribe,
      tickets: ticketsOf([{ dueAt: 100, answer: 'accepted', notice: 'ready' }]),
      entries: [
        ...without('activated').map((effect) => entry('r1-0', effect, 110)),
        entry('r1-0', 'activated', 175),
      ],
      queued: new Set(),
      originMs,
      drained: true,
    });
    expect(late.completedAt[0]).toBe(175);
    // The answer came at 120, the charge three seconds later: completed is then, and the order is wrong.
    const charged = audit({
      workflow: subscribe,
      tickets: ticketsOf([{ dueAt: 100, answer: 'active' }]),
      entries: [
        ...without('charged').map((effect) => entry('r1-0', effect, 110)),
        entry('r1-0', 'charged', 3_110),
      ],
      queued: new Set(),
      originMs,
      drained: true,
    });
    expect(charged.completedAt[0]).toBe(3_110);
    expect(charged.outcomes.outOfOrder).toBe(1);
    expect(charged.money.balanced).toBe(false);
  });

  test.each([
    ['ready', 'notified-ready'],
    ['declined', 'notified-declined'],
    ['failed', 'notified-failed'],
  ] as const)('news that is told before it stands in the ledger is out of order: %s', (notice, effect) => {
    const outOfOrder = (at: number): number =>
      audit({
        workflow: subscribe,
        tickets: ticketsOf([{ dueAt: 100, answer: 'accepted', notice }]),
        entries: [entry('r1-0', 'opened', 105), entry('r1-0', effect, at)],
        queued: new Set(),
        originMs,
        drained: true,
      }).outcomes.outOfOrder ?? 0;
    expect([outOfOrder(106), outOfOrder(3_000)]).toEqual([0, 1]);
  });

  test('work on a subscription that begins before it was asked for is out of order', () => {
    const opened = entry('r1-0', 'opened', 105);
    const outOfOrder = (startedAt: number): number =>
      auditOf([{ dueAt: 100, answer: 'accepted' }], [{ ...opened, startedAt: originMs + startedAt }]).outcomes
        .outOfOrder ?? 0;
    expect([outOfOrder(104), outOfOrder(20)]).toEqual([0, 1]);
  });

  test('ids are read without guessing', () => {
    const tickets = { idPrefix: 'a-', count: 20 };
    expect(['a-0', 'a-19', 'a-20', 'a-01', 'a-', 'a-1 ', 'b-1'].map((id) => indexOfId(id, tickets))).toEqual([
      0, 19, -1, -1, -1, -1, -1,
    ]);
  });
});

const anyRow = fc.record({
  answer: fc.constantFrom(...answers),
  notice: fc.constantFrom(...notices),
  sent: fc.boolean(),
  queued: fc.boolean(),
  dueAt: fc.constant(0),
  did: fc.array(fc.constantFrom(...meaning.effects), { maxLength: 9 }),
});

describe('for any tickets and ledgers', () => {
  test('the classes partition the sent requests and the totals add up', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 40 }), fc.integer({ min: 0, max: 400 }), (rows, cut) => {
        const spread = rows.map((row, index) => ({ ...row, dueAt: index * 10 }));
        const result = auditOf(spread);
        const { outcomes } = result;
        const sum = outcomeClasses.reduce((total, name) => total + outcomes[name], 0);
        expect(sum).toBe(rows.filter((row) => row.sent).length);
        expect(outcomes.sent).toBe(sum);
        expect(outcomes.failed).toBe(outcomes.refused + outcomes.compensated);
        expect(outcomes.lost).toBe(
          outcomes.dropped +
            outcomes.stranded +
            outcomes.vanished +
            outcomes.unresolved +
            outcomes.contradicted,
        );
        expect(outcomes.unserved).toBe(outcomes.failed + outcomes.lost);
        // Any cut of the time gives two parts that add up to the whole.
        const parts = [result.outcomesIn([[0, cut]]), result.outcomesIn([[cut, Number.POSITIVE_INFINITY]])];
        for (const key of Object.keys(outcomes) as (keyof typeof outcomes)[]) {
          expect((parts[0]![key] ?? 0) + (parts[1]![key] ?? 0)).toBe(outcomes[key]);
        }
        // A completion time exactly where the class says completed.
        const completed = outcomeClasses.indexOf('completed');
        for (const [index, outcome] of result.classes.entries()) {
          expect(Number.isNaN(result.completedAt[index])).toBe(outcome !== completed);
        }
        if (result.outcomes.sent === rows.length) {
          const count = (effect: string) =>
            rows.flatMap((row) => row.did).filter((did) => did === effect).length;
          expect(result.money.charges).toBe(count('charged'));
          expect(result.money.refunds).toBe(count('refunded'));
        }
      }),
      { numRuns: 500 },
    );
  });
});
