import { describe, expect, it } from 'vitest';
import { limits } from './limits.ts';
import { payloadDigest, payloadFor } from './payload.ts';

const fixed = (bytes: number) => ({ medianBytes: bytes, p99Bytes: bytes });

describe('payloadFor', () => {
  it('is the same for the same seed and request, another for another, and of exactly the size', () => {
    expect(payloadFor(1, '7', fixed(2_048))).toBe(payloadFor(1, '7', fixed(2_048)));
    expect(payloadFor(1, '7', fixed(2_048))).not.toBe(payloadFor(1, '8', fixed(2_048)));
    expect(payloadFor(1, '7', fixed(2_048))).not.toBe(payloadFor(2, '7', fixed(2_048)));
    for (const bytes of [1, 63, 64, 65, 1_000, 262_144])
      expect(Buffer.byteLength(payloadFor(1, '7', fixed(bytes)))).toBe(bytes);
  });
  it('has the median and the p99 that were asked for, and never more than a request may carry', () => {
    const sizes = Array.from(
      { length: 2_000 },
      (_, index) => payloadFor(1, String(index), { medianBytes: 1_000, p99Bytes: 8_000 }).length,
    ).sort((a, b) => a - b);
    expect(sizes[1_000]).toBeGreaterThan(900);
    expect(sizes[1_000]).toBeLessThan(1_100);
    expect(sizes[1_980]).toBeGreaterThan(6_000);
    expect(sizes[1_980]).toBeLessThan(11_000);
    const wide = { medianBytes: limits.payloadBytes, p99Bytes: limits.payloadBytes * 10 };
    for (let index = 0; index < 20; index += 1)
      expect(payloadFor(1, String(index), wide).length).toBeLessThanOrEqual(limits.payloadBytes);
  });
});

describe('payloadDigest', () => {
  it('tells payloads apart, and is empty for none', () => {
    expect(payloadDigest(undefined)).toBe('');
    expect(payloadDigest('')).toBe('');
    expect(payloadDigest('a')).not.toBe(payloadDigest('b'));
    expect(payloadDigest('a')).toHaveLength(16);
  });
});
