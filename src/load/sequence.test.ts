import { describe, expect, it } from 'vitest';
import { orderSource } from './order-message.ts';
import { placeIn } from './sequence.ts';

const sequence = { plans: ['basic', 'pro'], users: 3 };

describe('placeIn', () => {
  it('lets users take turns and then gives way to others', () => {
    const places = Array.from({ length: 8 }, (_, index) => placeIn(sequence, index));
    expect(places.map(({ user, turn }) => `${user}.${turn}`).join(' ')).toBe(
      '0.0 1.0 2.0 0.1 1.1 2.1 3.0 4.0',
    );
  });
});

describe('orderSource with a sequence', () => {
  it('gives every user the plans in order, whatever the seed', () => {
    const orderOf = orderSource(7, 'r-', sequence);
    expect([0, 3, 6].map(orderOf)).toEqual([
      { requestId: 'r-0', userId: 'user-0', plan: 'basic' },
      { requestId: 'r-3', userId: 'user-0', plan: 'pro' },
      { requestId: 'r-6', userId: 'user-3', plan: 'basic' },
    ]);
  });
});
