import { describe, expect, it } from 'vitest';
import { subscribe } from '../../test/support/subscribe.ts';
import { createReadModel, loggedStatesOf } from './read-model.ts';

describe('createReadModel', () => {
  it('moves every subscription on, whatever the order and however often', () => {
    const model = createReadModel(loggedStatesOf(subscribe));
    const events = [
      ['UserSubscribed', 'a'],
      ['PaymentCompleted', 'a'],
      ['UserSubscribed', 'a'],
      ['RecommendationsReady', 'a'],
      // Overtaken by what follows from it.
      ['PaymentFailed', 'b'],
      ['UserSubscribed', 'b'],
      ['UserSubscribed', 'c'],
      ['PaymentCompleted', 'd'],
      ['RecommendationsFailed', 'd'],
      ['PaymentCompleted', 'd'],
    ] as const;
    for (const [event, requestId] of events) model.take({ event, requestId });
    expect(model.rows()).toEqual([
      ['a', 'active'],
      ['b', 'cancelled'],
      ['c', 'opened'],
      ['d', 'cancelled'],
    ]);
  });
});
