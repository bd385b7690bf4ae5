import { describe, expect, it } from 'vitest';
import { subscribe } from '../../test/support/subscribe.ts';
import type { NoticeKind } from './definition.ts';
import { rulesOf } from './steps.ts';

const order = { requestId: 'r1', userId: 'u1', plan: 'basic' };
const decided = (step: string, seen: readonly string[], declines = false, notice?: NoticeKind) =>
  rulesOf(subscribe)(
    { step, order, receivedAt: 0, attempt: 1, once: true, ...(notice === undefined ? {} : { notice }) },
    { effectsOf: () => seen },
    () => declines,
  );

describe('what a step writes and what then stands', () => {
  const table: [string, string[], string[], string][] = [
    ['open', [], ['opened'], 'opened'],
    ['charge', [], ['charged'], 'charged'],
    ['charge', ['voided'], [], 'voided'],
    ['activate', ['opened'], ['activated'], 'activated'],
    ['activate', ['opened', 'cancelled'], [], 'cancelled'],
    ['cancel', ['opened', 'activated'], ['cancelled'], 'cancelled'],
    ['cancel', ['opened', 'cancelled'], [], 'cancelled'],
    ['giveUp', ['opened'], ['cancelled'], 'cancelled'],
    ['giveUp', ['opened', 'activated'], [], 'activated'],
    ['refund', ['charged'], ['refunded'], 'refunded'],
    ['refund', ['charged', 'charged'], ['refunded', 'refunded'], 'refunded'],
    ['refund', [], ['voided'], 'voided'],
    ['refund', ['charged', 'refunded'], [], 'refunded'],
    ['voidCharge', [], ['voided'], 'voided'],
    ['voidCharge', ['charged'], [], 'charged'],
    ['recommend', [], ['recommended'], 'recommended'],
    ['notify', [], ['notified-ready'], 'notified-ready'],
  ];
  it.each(table)('%s after %j writes %j, %s stands', (step, seen, append, stands) => {
    expect(decided(step, seen)).toEqual({ append, stands });
  });
  it('the bank decides about a charge', () => {
    expect(decided('charge', [], true)).toEqual({ append: ['declined'], stands: 'declined' });
  });

  it.each<[NoticeKind, string[], string[], string]>([
    ['declined', [], ['notified-declined'], 'notified-declined'],
    ['failed', [], ['notified-failed'], 'notified-failed'],
    // Two steps failed side by side: the user is told once.
    ['failed', ['notified-declined'], [], 'notified-declined'],
    ['declined', ['notified-failed'], [], 'notified-failed'],
    // A message that came twice is a matter of the inbox.
    ['failed', ['notified-failed'], ['notified-failed'], 'notified-failed'],
    ['ready', ['notified-failed'], ['notified-ready'], 'notified-ready'],
  ])('the notice %s after %j writes %j, %s stands', (notice, seen, append, stands) => {
    expect(decided('notify', seen, false, notice)).toEqual({ append, stands });
  });
});
