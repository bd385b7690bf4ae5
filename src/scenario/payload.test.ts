import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { parseScenario } from './load.ts';

const read = (payload: string) =>
  parseScenario(`title: a\nclaim: b\nload: { rate: 100/s, payload: ${payload} }\n`, 'x.yaml', catalogue).load
    .payload;

describe('payload', () => {
  it.each([
    ['2KiB', { medianBytes: 2_048, p99Bytes: 2_048 }],
    ['500B', { medianBytes: 500, p99Bytes: 500 }],
    ['1.5kB', { medianBytes: 1_500, p99Bytes: 1_500 }],
    ['1MiB', { medianBytes: 1_048_576, p99Bytes: 1_048_576 }],
    ['{ median: 2KiB, p99: 64KiB }', { medianBytes: 2_048, p99Bytes: 65_536 }],
    ['0', undefined],
  ])('%s', (written, expected) => {
    expect(read(written)).toEqual(expected);
  });
  it.each([
    ['2', 'expected a size such as 2KiB'],
    ['2KB', 'expected a size such as 2KiB'],
    ['2MiB', 'expected a size of at most 1MiB'],
    ['-1B', 'expected a size such as 2KiB'],
    ['{ median: 2KiB }', 'expected a size such as 2KiB, or { median: 2KiB, p99: 64KiB }'],
    ['{ median: 4KiB, p99: 2KiB }', 'expected a p99 that is not below the median'],
  ])('%s is refused', (written, message) => {
    expect(() => read(written)).toThrow(message);
    expect(() => read(written)).toThrow(/^x\.yaml:3:\d+: /);
  });
});
