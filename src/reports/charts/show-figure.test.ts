import { expect, it } from 'vitest';
import { momentOf, showAt } from './show-figure.ts';

it.each([0, 250, -3_000, 61_250])('the moment %i ms comes back from its text', (ms) => {
  expect(momentOf(showAt(ms))).toBe(ms);
});

it.each(['', '–', '60/s', '99.9%', 's'])('"%s" is no moment', (text) => expect(momentOf(text)).toBeNaN());
