import { expect, it } from 'vitest';
import { contestantOrder } from './round-order.ts';

it('two contestants swap places from round to round', () => {
  expect([1, 2, 3, 4].map((round) => contestantOrder(['a', 'b'], round, 1).join(''))).toEqual([
    'ab',
    'ba',
    'ab',
    'ba',
  ]);
});

it('more are shuffled, the same way for the same seed, and nobody is left out', () => {
  const names = ['a', 'b', 'c', 'd'];
  const orders = [1, 2, 3, 4, 5, 6].map((round) => contestantOrder(names, round, 7));
  expect(orders).toEqual([1, 2, 3, 4, 5, 6].map((round) => contestantOrder(names, round, 7)));
  expect(new Set(orders.map((order) => order.join(''))).size).toBeGreaterThan(1);
  for (const order of orders) expect([...order].sort()).toEqual(names);
});
