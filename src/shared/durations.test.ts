import { describe, expect, it } from 'vitest';
import {
  formatDuration,
  formatRate,
  formatShare,
  parseDuration,
  parseRate,
  parseShare,
} from './durations.ts';

describe('durations', () => {
  it.each([
    ['40ms', 40],
    ['5s', 5_000],
    ['1.5s', 1_500],
    ['1m', 60_000],
    ['1h', 3_600_000],
    ['0s', 0],
    ['5', null],
    ['5 s', null],
    ['-5s', null],
    ['5sec', null],
    ['.5s', null],
    ['', null],
  ])('reads %s as %s ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each([
    [0, '0ms'],
    [0.4, '0.4ms'],
    [40, '40ms'],
    [812.4, '812ms'],
    [5_000, '5s'],
    [12_340, '12.3s'],
    [60_000, '1m'],
    [90_000, '1.5m'],
    [5_400_000, '1.5h'],
    [Number.POSITIVE_INFINITY, '∞ms'],
  ])('writes %s ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('rates and shares', () => {
  it.each([
    ['100/s', 100],
    ['0.5/s', 0.5],
    ['6000/m', 100],
    ['100', null],
    ['100/h', null],
    ['/s', null],
  ])('reads %s as %s per second', (text, perSecond) => expect(parseRate(text)).toBe(perSecond));

  it.each([
    ['2%', 0.02],
    ['0.5%', 0.005],
    ['100%', 1],
    ['2', null],
    ['0.02', null],
  ])('reads %s as the share %s', (text, share) => expect(parseShare(text)).toBe(share));

  it('writes them back', () => {
    expect(formatRate(100)).toBe('100/s');
    expect(formatRate(98.23)).toBe('98.2/s');
    expect(formatShare(0.02)).toBe('2%');
    expect(formatShare(1.234)).toBe('123%');
  });
});
