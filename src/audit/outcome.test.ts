import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answers, notices } from '../load/ticket.ts';
import { outcomeClasses } from '../result/outcomes.ts';
import { type Evidence, outcomeOf, toldBy } from './outcome.ts';

const nothing: Evidence = {
  told: 'silence',
  opened: false,
  bankDeclined: false,
  charged: false,
  balance: 0,
  active: false,
  cancelled: false,
  recommended: false,
  noticed: false,
  isOpen: false,
};
const opened: Evidence = { ...nothing, opened: true };
const charged: Evidence = { ...opened, charged: true, balance: 1 };
const active: Evidence = { ...charged, active: true };
const done: Evidence = { ...active, recommended: true, noticed: true };
const refunded: Evidence = { ...charged, balance: 0, cancelled: true };
const declined: Evidence = { ...opened, bankDeclined: true, cancelled: true };

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
    expect(toldBy(answer, notice)).toBe(told);
  });
});

describe('classes', () => {
  test.each<[string, Evidence, string]>([
    ['told success, all done', { ...done, told: 'success' }, 'completed'],
    ['charged twice but done', { ...done, told: 'success', balance: 2 }, 'completed'],
    ['done, although an error was answered', { ...done, told: 'failure' }, 'recovered'],
    ['done, although nothing was answered', { ...done, told: 'silence' }, 'recovered'],
    ['done, but the live update never came', { ...done, told: 'pending' }, 'recovered'],
    ['done, although a decline was reported', { ...done, told: 'declined' }, 'contradicted'],
    ['done, although a notice said that it failed', { ...done, told: 'refusal' }, 'contradicted'],
    ['charged and active, told of a decline', { ...active, told: 'declined' }, 'contradicted'],
    ['told no, got yes, the undoing still queued', { ...done, told: 'refusal', isOpen: true }, 'unresolved'],
    ['done with a duplicate still queued', { ...done, told: 'success', isOpen: true }, 'completed'],
    ['declined by the bank', { ...declined, told: 'declined' }, 'declined'],
    ['declined, cancellation missing', { ...declined, told: 'declined', cancelled: false }, 'declined'],
    ['told declined, but no bank was asked', { ...opened, told: 'declined' }, 'refused'],
    ['declined, and nobody said so', { ...declined, told: 'silence' }, 'dropped'],
    ['declined after a 2xx, and nobody said so', { ...declined, told: 'pending' }, 'vanished'],
    ['error, no trace', { ...nothing, told: 'failure' }, 'refused'],
    ['error, cancelled', { ...opened, told: 'failure', cancelled: true }, 'refused'],
    ['error, still pending, nothing charged', { ...opened, told: 'failure' }, 'refused'],
    ['error, refunded and cancelled', { ...refunded, told: 'failure' }, 'compensated'],
    ['error, refunded, still pending', { ...refunded, told: 'failure', cancelled: false }, 'compensated'],
    ['told declined, yet charged and refunded', { ...refunded, told: 'declined' }, 'compensated'],
    ['silence, refunded', { ...refunded, told: 'silence' }, 'dropped'],
    ['silence, no trace', nothing, 'dropped'],
    ['silence, only opened', opened, 'dropped'],
    ['told success, no trace', { ...nothing, told: 'success' }, 'vanished'],
    ['accepted, no trace', { ...nothing, told: 'pending' }, 'vanished'],
    ['accepted, only opened', { ...opened, told: 'pending' }, 'vanished'],
    ['accepted, paid and active, no recommendation', { ...active, told: 'pending' }, 'vanished'],
    ['success, paid and active, no notice', { ...done, noticed: false, told: 'success' }, 'vanished'],
    ['success, everything but the opening', { ...done, opened: false, told: 'success' }, 'vanished'],
    ['error, paid and active, no recommendation', { ...active, told: 'failure' }, 'stranded'],
    ['accepted, charged, not active', { ...charged, told: 'pending' }, 'stranded'],
    ['success, charged, not active', { ...charged, told: 'success' }, 'stranded'],
    ['success, active, not charged', { ...done, balance: 0, charged: false, told: 'success' }, 'stranded'],
    ['error, charged, cancelled, not refunded', { ...charged, cancelled: true, told: 'failure' }, 'stranded'],
    ['silence, charged', charged, 'stranded'],
    ['error, active, refunded', { ...done, balance: 0, told: 'failure' }, 'stranded'],
    [
      'error, refunded without a charge',
      { ...refunded, charged: false, balance: -1, told: 'failure' },
      'stranded',
    ],
    ['accepted, still queued', { ...opened, told: 'pending', isOpen: true }, 'unresolved'],
    ['accepted, charged, still queued', { ...charged, told: 'pending', isOpen: true }, 'unresolved'],
    ['silence, no trace, still queued', { ...nothing, isOpen: true }, 'unresolved'],
    ['told of the failure, refund still queued', { ...charged, told: 'failure', isOpen: true }, 'unresolved'],
    ['settled, a duplicate still queued', { ...refunded, told: 'failure', isOpen: true }, 'compensated'],
    [
      'declined and cancelled, a duplicate still queued',
      { ...declined, told: 'declined', isOpen: true },
      'declined',
    ],
  ])('%s', (_name, evidence, expected) => {
    expect(outcomeOf(evidence)).toBe(expected);
  });
});

const anyEvidence = fc.record<Evidence>({
  told: fc.constantFrom('success', 'pending', 'declined', 'failure', 'refusal', 'silence'),
  opened: fc.boolean(),
  bankDeclined: fc.boolean(),
  charged: fc.boolean(),
  balance: fc.integer({ min: -2, max: 3 }),
  active: fc.boolean(),
  cancelled: fc.boolean(),
  recommended: fc.boolean(),
  noticed: fc.boolean(),
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
        }
        if (outcome === 'completed') expect(evidence.balance > 0 && evidence.active).toBe(true);
        if (outcome === 'unresolved') expect(evidence.isOpen).toBe(true);
        if (outcome === 'vanished') expect(['success', 'pending']).toContain(evidence.told);
      }),
      { numRuns: 5_000 },
    );
  });

  test('every pair of answer and notice tells the client something', () => {
    for (const answer of answers) for (const notice of notices) expect(toldBy(answer, notice)).toBeTruthy();
  });
});
