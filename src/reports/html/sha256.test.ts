import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256Base64 } from './sha256.ts';

test.each(['', 'abc', 'é–\u{1f600}', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'y'.repeat(10_000)])(
  'agrees with the platform’s SHA-256 of %j',
  (text) => {
    expect(sha256Base64(text)).toBe(createHash('sha256').update(text).digest('base64'));
  },
);
