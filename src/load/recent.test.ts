import { expect, it } from 'vitest';
import { keepRecent } from './recent.ts';

it('knows the percentiles of the last second and forgets what is older', () => {
  const recent = keepRecent();
  expect(recent.ranks(0)).toBeNull();
  for (let at = 0; at < 100; at += 1) recent.note(at, 5);
  for (let at = 1_000; at < 1_020; at += 1) recent.note(at, at - 999);
  expect(recent.ranks(1_050)).toEqual({ p50: 5, p95: 17 });
  expect(recent.ranks(1_150)).toEqual({ p50: 10, p95: 19 });
  expect(recent.ranks(5_000)).toBeNull();
});
