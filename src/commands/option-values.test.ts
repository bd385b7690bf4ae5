import { describe, expect, it } from 'vitest';
import { offeredRate, roundCount, scaleFactor, wholeNumber } from './option-values.ts';

describe('values of options', () => {
  it.each([
    ['--rounds', roundCount, ['1e9', '0', '1001', '0x10', '', ' ', '-1', '1.5']],
    ['--scale', scaleFactor, ['1e300', '1e-300', '0', 'NaN', 'Infinity', '0x10', '']],
    ['--from', offeredRate, ['1e30/s', `1${'0'.repeat(30)}/s`, '0/s', '25']],
    ['--seed', wholeNumber, ['1e3', '99999999999999999999', 'x']],
  ])('%s refuses what it cannot mean', (_, read, texts) => {
    for (const text of texts) expect(() => read(text), text).toThrow('expected');
  });

  it('reads what it means', () => {
    expect([roundCount('3'), scaleFactor('0.25'), offeredRate('25/s'), wholeNumber('0')]).toEqual([
      3, 0.25, 25, 0,
    ]);
  });
});
