import type { LedgerEntry } from '../../workflow/order.ts';
import { clockGrainMs } from '../causal-order.ts';
import type { Law, LawEvidence } from '../law.ts';

const isSound = ({ receivedAt, startedAt, at }: LedgerEntry): boolean =>
  receivedAt <= startedAt && startedAt <= at && Number.isFinite(receivedAt) && Number.isFinite(at);

const clientStampsOutOfOrder = ({ tickets }: LawEvidence): number => {
  let wrong = 0;
  for (let index = 0; index < tickets.count; index += 1) {
    const sentAt = tickets.sentAt[index]!;
    // NaN, never, is in no order with anything.
    if (tickets.answeredAt[index]! < sentAt || sentAt < tickets.dueAt[index]! - clockGrainMs) wrong += 1;
  }
  return wrong;
};

export const stampsLaw: Law = {
  law: 'stamps in order and inside the round',
  statement:
    'A row is received, begun and committed in this order, after the round began and before it was audited; a ledger is written in the order of its stamps; a request is due, sent and answered in this order.',
  tolerance: '1 ms between processes',
  judge: (evidence) => {
    const { entries, startedMs, endedMs } = evidence;
    let unsound = 0;
    let outside = 0;
    let backwards = 0;
    const lastOf = new Map<string, number>();
    for (const entry of entries) {
      if (!isSound(entry)) unsound += 1;
      if (entry.receivedAt < startedMs - clockGrainMs || entry.at > endedMs + clockGrainMs) outside += 1;
      if (entry.at < (lastOf.get(entry.service) ?? Number.NEGATIVE_INFINITY)) backwards += 1;
      lastOf.set(entry.service, entry.at);
    }
    const client = clientStampsOutOfOrder(evidence);
    const broken = [
      [unsound, 'rows were not received, begun and committed in this order'],
      [outside, 'rows have stamps outside the round'],
      [backwards, 'rows were committed before the row above them'],
      [client, 'requests were not due, sent and answered in this order'],
    ].filter(([count]) => count !== 0);
    return {
      holds: broken.length === 0,
      detail: broken.length === 0 ? 'all of them' : broken.map((part) => part.join(' ')).join('; '),
    };
  },
};
