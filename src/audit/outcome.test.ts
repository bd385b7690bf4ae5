import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answers, notices } from '../load/ticket.ts';
import { outcomeClasses } from '../result/outcomes.ts';
import { outcomeOf, type RequestFacts, reportedBy } from './outcome.ts';

const nothing: RequestFacts = {
  reported: 'silence',
  opened: false,
  saidNo: false,
  paid: false,
  balance: 0,
  active: false,
  cancelled: false,
  heldWrongly: false,
  restDone: false,
  told: false,
  isOpen: false,
};
const opened: RequestFacts = { ...nothing, opened: true };
const charged: RequestFacts = { ...opened, paid: true, balance: 1 };
const active: RequestFacts = { ...charged, active: true };
const done: RequestFacts = { ...active, restDone: true, told: true };
const refunded: RequestFacts = { ...charged, balance: 0, cancelled: true };
const declined: RequestFacts = { ...opened, saidNo: true, cancelled: true };

describe('the client is told', () => {
  test.each([
    ['active', 'none', 'success'],
    ['accepted', 'ready', 'success'],
    ['accepted', 'none', 'pending'],
    ['accepted', 'declined', 'declined'],
    ['accepted', 'failed', 'refusal'],
    ['declined', 'none', 'declined'],
    ['error', 'none', 'failure'],
    ['none', 'none', 'silence'],
    // Who got an error or nothing has left; a success afterwards does not make it a completion.
    ['error', 'ready', 'failure'],
    ['none', 'ready', 'silence'],
    ['none', 'failed', 'refusal'],
  ] as const)('answer %s, notice %s: %s', (answer, notice, told) => {
    expect(reportedBy(answer, notice)).toBe(told);
  });
});

describe('classes', () => {
  test.each<[string, RequestFacts, string]>([
    ['told success, all done', { ...done, reported: 'success' }, 'completed'],
    ['charged twice but done', { ...done, reported: 'success', balance: 2 }, 'completed'],
    ['done, although an error was answered', { ...done, reported: 'failure' }, 'recovered'],
    ['done, although nothing was answered', { ...done, reported: 'silence' }, 'recovered'],
    ['done, but the live update never came', { ...done, reported: 'pending' }, 'recovered'],
    ['done, although a decline was reported', { ...done, reported: 'declined' }, 'contradicted'],
    ['done, although a notice said that it failed', { ...done, reported: 'refusal' }, 'contradicted'],
    ['charged and active, told of a decline', { ...active, reported: 'declined' }, 'contradicted'],
    [
      'told no, got yes, the undoing still queued',
      { ...done, reported: 'refusal', isOpen: true },
      'unresolved',
    ],
    ['done with a duplicate still queued', { ...done, reported: 'success', isOpen: true }, 'completed'],
    ['declined by the bank', { ...declined, reported: 'declined' }, 'declined'],
    ['declined, cancellation missing', { ...declined, reported: 'declined', cancelled: false }, 'declined'],
    ['told declined, but no bank was asked', { ...opened, reported: 'declined' }, 'refused'],
    ['declined, and nobody said so', { ...declined, reported: 'silence' }, 'dropped'],
    ['declined after a 2xx, and nobody said so', { ...declined, reported: 'pending' }, 'vanished'],
    ['error, no trace', { ...nothing, reported: 'failure' }, 'refused'],
    ['error, cancelled', { ...opened, reported: 'failure', cancelled: true }, 'refused'],
    ['error, still pending, nothing charged', { ...opened, reported: 'failure' }, 'refused'],
    ['error, refunded and cancelled', { ...refunded, reported: 'failure' }, 'compensated'],
    ['error, refunded, still pending', { ...refunded, reported: 'failure', cancelled: false }, 'compensated'],
    ['told declined, but nobody had said so', { ...refunded, reported: 'declined' }, 'compensated'],
    ['declined when it had been paid', { ...refunded, reported: 'declined', saidNo: true }, 'declined'],
    ['failed, though a step said no too', { ...refunded, reported: 'failure', saidNo: true }, 'compensated'],
    ['silence, refunded', { ...refunded, reported: 'silence' }, 'dropped'],
    ['silence, no trace', nothing, 'dropped'],
    ['silence, only opened', opened, 'dropped'],
    ['told success, no trace', { ...nothing, reported: 'success' }, 'vanished'],
    ['accepted, no trace', { ...nothing, reported: 'pending' }, 'vanished'],
    ['accepted, only opened', { ...opened, reported: 'pending' }, 'vanished'],
    ['accepted, paid and active, no recommendation', { ...active, reported: 'pending' }, 'vanished'],
    ['success, paid and active, no notice', { ...done, told: false, reported: 'success' }, 'vanished'],
    ['success, everything but the opening', { ...done, opened: false, reported: 'success' }, 'vanished'],
    ['error, paid and active, no recommendation', { ...active, reported: 'failure' }, 'stranded'],
    ['accepted, charged, not active', { ...charged, reported: 'pending' }, 'stranded'],
    ['success, charged, not active', { ...charged, reported: 'success' }, 'stranded'],
    ['success, active, not charged', { ...done, balance: 0, paid: false, reported: 'success' }, 'stranded'],
    [
      'error, charged, cancelled, not refunded',
      { ...charged, cancelled: true, reported: 'failure' },
      'stranded',
    ],
    ['silence, charged', charged, 'stranded'],
    ['error, active, refunded', { ...done, balance: 0, reported: 'failure' }, 'stranded'],
    [
      'error, refunded without a charge',
      { ...refunded, paid: false, balance: -1, reported: 'failure' },
      'stranded',
    ],
    ['accepted, still queued', { ...opened, reported: 'pending', isOpen: true }, 'unresolved'],
    ['accepted, charged, still queued', { ...charged, reported: 'pending', isOpen: true }, 'unresolved'],
    ['silence, no trace, still queued', { ...nothing, isOpen: true }, 'unresolved'],
    [
      'told of the failure, refund still queued',
      { ...charged, reported: 'failure', isOpen: true },
      'unresolved',
    ],
    ['settled, a duplicate still queued', { ...refunded, reported: 'failure', isOpen: true }, 'compensated'],
    [
      'declined and cancelled, a duplicate still queued',
      { ...declined, reported: 'declined', isOpen: true },
      'declined',
    ],
  ])('%s', (_name, evidence, expected) => {
    expect(outcomeOf(evidence)).toBe(expected);
  });
});

const anyEvidence = fc.record<RequestFacts>({
  reported: fc.constantFrom('success', 'pending', 'declined', 'failure', 'refusal', 'silence'),
  opened: fc.boolean(),
  saidNo: fc.boolean(),
  paid: fc.boolean(),
  balance: fc.integer({ min: -2, max: 3 }),
  active: fc.boolean(),
  cancelled: fc.boolean(),
  heldWrongly: fc.boolean(),
  restDone: fc.boolean(),
  told: fc.boolean(),
  isOpen: fc.boolean(),
});

describe('whatever the evidence', () => {
  test('there is one class, and only a request whose money is right is called clean', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const outcome = outcomeOf(evidence);
        expect(outcomeClasses).toContain(outcome);
        if (['declined', 'refused', 'compensated', 'dropped'].includes(outcome)) {
          expect(evidence.balance).toBe(0);
          expect(evidence.active).toBe(false);
          expect(evidence.heldWrongly).toBe(false);
        }
        if (outcome === 'completed') expect(evidence.balance > 0 && evidence.active).toBe(true);
        if (outcome === 'unresolved') expect(evidence.isOpen).toBe(true);
        if (outcome === 'vanished') expect(['success', 'pending']).toContain(evidence.reported);
      }),
      { numRuns: 5_000 },
    );
  });

  test('every pair of answer and notice tells the client something', () => {
    for (const answer of answers)
      for (const notice of notices) expect(reportedBy(answer, notice)).toBeTruthy();
  });
});
