import type { OutcomeClass } from '../result/outcomes.ts';
import { keysOf } from '../shared/names.ts';
import type { Metric } from './metric.ts';

const classMeaning: Readonly<Record<OutcomeClass, string>> = {
  completed: 'the client saw success and every step is done',
  declined: 'a step that may decline did, such as the bank; the client heard so, and nothing is owed',
  refused: 'an error answer and nothing paid',
  compensated: 'an error answer or notice; paid and refunded',
  recovered: 'an error or silence, yet every step is done',
  dropped: 'no answer and nothing paid',
  stranded: 'partly done: paid without service, or served without payment',
  vanished: 'a 2xx, not all done, and nothing of it left in any queue',
  unresolved: 'still queued, or its client still waiting, when the drain deadline passed',
  contradicted: 'the client was told no, yet has paid and is served',
};

const counts = {
  ...classMeaning,
  sent: 'requests sent',
  failed: 'refused + compensated: told, and owing nothing',
  lost: 'dropped + stranded + vanished + unresolved + contradicted: nobody was told the truth',
  unserved: 'failed + lost',
  duplicated: 'requests with more than one effect of a step',
  doubleCharged: 'requests paid for more than once',
  unexpected: 'effects for a request that was never sent',
  misplaced: 'requests with an effect in another service’s ledger',
  outOfOrder: 'requests with an effect, or news of one, before its cause',
  foreignUser: 'requests with an effect for another user or plan than ordered',
} as const;

export const countMetrics = keysOf(counts).map(
  (name): Metric => ({
    name,
    unit: 'count',
    kind: 'exact',
    byPhase: true,
    better: name === 'completed' || name === 'sent' ? 'higher' : 'lower',
    meaning: counts[name],
    read: (_, figures) => figures.outcomes[name] ?? { error: 'this result does not have it' },
  }),
);
