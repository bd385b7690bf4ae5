import { expect, test } from 'vitest';
import { statesOf } from './states-of.ts';

test('states count from the end of the warm-up, and one that still lasts has no end', () => {
  const spans = [
    { name: 'circuit:payments', from: 1_200, until: 1_900 },
    { name: 'circuit:payments', from: 3_000, until: null },
  ];
  expect(statesOf([{ name: 'subscriptions-1', spans }], 1_000)).toEqual({
    states: [
      { process: 'subscriptions-1', name: 'circuit:payments', from: 200, until: 900 },
      { process: 'subscriptions-1', name: 'circuit:payments', from: 2_000, until: null },
    ],
    statesLeft: 0,
  });
});

test('of more than a result can hold the longest are kept, and the others counted', () => {
  const spans = Array.from({ length: 1_200 }, (_unused, index) => ({
    name: 'circuit:payments',
    from: index * 100,
    until: index === 7 ? null : index * 100 + (index % 2 === 0 ? 50 : 10),
  }));
  const { states, statesLeft } = statesOf([{ name: 'subscriptions-1', spans }], 0);
  expect(states).toHaveLength(500);
  expect(statesLeft).toBe(700);
  expect(states.filter(({ until }) => until === null)).toHaveLength(1);
  expect(states.every(({ from, until }) => until === null || until - from === 50)).toBe(true);
});
