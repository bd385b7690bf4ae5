import { describe, expect, it } from 'vitest';
import { answerOf, orderMessage, orderSource } from './order-message.ts';

describe('answerOf', () => {
  it.each([
    [201, '{"outcome":"active"}', true, 'active'],
    [202, '{"outcome":"accepted"}', false, 'accepted'],
    [202, '{"outcome":"accepted"}', true, 'accepted'],
    [402, '{"outcome":"declined"}', true, 'declined'],
    [200, '{"outcome":"declined"}', false, 'declined'],
    [200, '', true, 'active'],
    [202, 'null', false, 'accepted'],
    [200, '{"outcome":"failed"}', true, 'active'],
    [503, '{"outcome":"active"}', true, 'error'],
    [500, '<html>', false, 'error'],
    [302, '', true, 'error'],
  ])('%i %s (answers when done: %s) is %s', (status, text, whenDone, expected) => {
    expect(answerOf(status, text, whenDone)).toBe(expected);
  });
});

describe('orderSource', () => {
  const drawn = (seed: number) => {
    const orderOf = orderSource(seed, 'r-');
    return Array.from({ length: 500 }, (_, index) => orderOf(index));
  };
  it('gives every contestant the same orders, and another seed others', () => {
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    expect(new Set(drawn(1).map(({ plan }) => plan))).toEqual(new Set(['basic', 'pro']));
  });
  it('names the request by its index', () => {
    expect(drawn(1)[7]?.requestId).toBe('r-7');
  });
});

describe('orderMessage', () => {
  it('carries the id, what is left of the patience, and a JSON body', () => {
    const message = orderMessage({ requestId: 'r-7', userId: 'user-3', plan: 'pro' }, 99.96, {
      method: 'POST',
      path: '/orders',
    });
    expect(message.headers).toMatchObject({ 'idempotency-key': 'r-7', 'x-deadline-ms': '100.0' });
    expect(JSON.parse(message.body)).toEqual({ userId: 'user-3', plan: 'pro' });
  });
});
