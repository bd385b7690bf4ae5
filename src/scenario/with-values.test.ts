import { describe, expect, it } from 'vitest';
import { withValues } from './with-values.ts';

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`;

describe('a value takes its place', () => {
  it.each<[string, string, readonly string[], unknown, string]>([
    [
      'where one is written, and comments and lines stay',
      lines('# one', 'title: a', '', 'services:', '  payments: { workers: 8, work: 20ms } # slow'),
      ['services', 'payments', 'workers'],
      2,
      lines('# one', 'title: a', '', 'services:', '  payments: { workers: 2, work: 20ms } # slow'),
    ],
    [
      'where none is written',
      lines('title: a'),
      ['contestants', 'http', 'policies', 'retries'],
      0,
      lines('title: a', 'contestants: { http: { policies: { retries: 0 } } }'),
    ],
    [
      'where nothing is written under a key',
      lines('services:', '  payments:'),
      ['services', 'payments', 'workers'],
      4,
      lines('services:', '  payments: { workers: 4 }'),
    ],
    [
      'with parts of its own',
      lines('services:', '  payments: { work: 20ms }'),
      ['services', 'payments', 'work'],
      { median: '20ms', p99: '80ms' },
      lines('services:', '  payments: { work: { median: 20ms, p99: 80ms } }'),
    ],
    [
      'in an entry of a list',
      lines('faults:', '  - { at: 1s, for: 2s, crash: payments }'),
      ['faults', '0', 'for'],
      '5s',
      lines('faults:', '  - { at: 1s, for: 5s, crash: payments }'),
    ],
    [
      'of an alias, and who shares its anchor keeps the old one',
      lines('x-small: &small { workers: 2 }', 'services: { a: *small, b: *small }'),
      ['services', 'a', 'workers'],
      9,
      lines('x-small: &small { workers: 2 }', 'services: { a: { workers: 9 }, b: *small }'),
    ],
    [
      'in a map that is merged in',
      lines('x-all: &all', '  a: { workers: 2, instances: 3 }', 'services:', '  <<: *all'),
      ['services', 'a', 'workers'],
      9,
      lines(
        'x-all: &all',
        '  a: { workers: 2, instances: 3 }',
        'services:',
        '  <<: *all',
        '  a: { workers: 9, instances: 3 }',
      ),
    ],
  ])('%s', (_, source, path, value, expected) => {
    expect(withValues(source, [{ path, value }])).toBe(expected);
  });

  it('beside another one', () => {
    const changes = [
      { path: ['load', 'rate'], value: '20/s' },
      { path: ['rounds'], value: 1 },
    ];
    expect(withValues('load: { rate: 10/s }\n', changes)).toBe('load: { rate: 20/s }\nrounds: 1\n');
  });
});

describe('a path is refused', () => {
  it.each<[string, string, readonly string[], string]>([
    [
      'through what has no parts',
      'services: { a: { work: 20ms } }',
      ['services', 'a', 'work', 'median'],
      '`services.a.work` is `20ms`, which has no `median`; set `services.a.work` as a whole',
    ],
    [
      'to an entry that is not there',
      'faults: [{ at: 1s }]',
      ['faults', '1', 'at'],
      '`faults` is a list without an entry `1`; did you mean `0`?',
    ],
    [
      'into an empty list',
      'faults: []',
      ['faults', '0'],
      '`faults` is a list without an entry `0`; it is empty',
    ],
  ])('%s', (_, source, path, expected) => {
    expect(() => withValues(source, [{ path, value: 1 }])).toThrow(expected);
  });
});
