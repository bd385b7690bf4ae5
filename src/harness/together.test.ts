import { expect, test } from 'vitest';
import { isNotTogether, together } from './together.ts';

test('all begin at the same moment, which lies ahead of the last who is ready', async () => {
  const { seats } = together(2, 500);
  const first = seats[0]!.ready([1, 2]);
  const second = seats[1]!.ready([3]);
  expect(await first).toBe(await second);
  expect(seats[0]!.others()).toEqual([3]);
  expect(seats[1]!.others()).toEqual([1, 2]);
});

test('who does not come up lets nobody wait, and is not called the cause by those who did', async () => {
  const { seats } = together(3, 500);
  const waiting = [seats[0]!.ready([1]), seats[2]!.ready([2])];
  seats[1]![Symbol.dispose]();
  for (const one of waiting) {
    const error = await one.catch((reason: unknown) => reason);
    expect(isNotTogether(error)).toBe(true);
    expect(isNotTogether(new Error('as the logs tell', { cause: error }))).toBe(true);
  }
  expect(isNotTogether(new Error('payments ended by itself'))).toBe(false);
});

test('who leaves after the begin is nobody’s concern', async () => {
  const { seats } = together(2, 0);
  const both = Promise.all([seats[0]!.ready([]), seats[1]!.ready([])]);
  seats[0]![Symbol.dispose]();
  await expect(both).resolves.toHaveLength(2);
});
