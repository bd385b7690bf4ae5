import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../scenario/catalogue.ts';
import { loadScenario, parseScenario } from '../scenario/load.ts';
import { undecidables } from './decidable.ts';

interface Case {
  readonly load?: string;
  readonly faults?: string;
  readonly rounds?: number;
  readonly baseline?: 'given' | 'missing' | 'open';
  readonly key?: 'budgets' | 'hypotheses';
}

const found = (text: string, more: Case = {}): readonly string[] => {
  const {
    load = 'rate: 100/s, duration: 20s',
    faults = '',
    rounds = 3,
    baseline = 'given',
    key = 'budgets',
  } = more;
  const source = `title: A case\nclaim: So it is.\nrounds: ${rounds}\nload: { ${load} }\nfaults: [${faults}]\n${key}:\n  - ${text}\n`;
  const scenario = parseScenario(source, 'case.yaml', catalogue);
  return undecidables(scenario, baseline).map(({ sure, message, line }) => {
    expect(line).toBe(7);
    return `${sure}: ${message}`;
  });
};

const crash = (at: string, lasts: string): string => `{ at: ${at}, for: ${lasts}, crash: payments }`;

describe('a percentile and its requests', () => {
  test.each<[string, Case, 'never' | 'maybe' | 'decided']>([
    ['completed.p99 < 1s', {}, 'decided'],
    ['completed.p99 < 1s', { load: 'rate: 100/s, duration: 5s' }, 'never'],
    ['completed.p99 < 1s', { load: 'rate: 100/s, duration: 10s' }, 'maybe'],
    ['completed.p99 < 1s', { load: 'arrivals: constant, rate: 100/s, duration: 11s' }, 'decided'],
    ['completed.p999 < 1s', {}, 'never'],
    ['completed.max < 1s', { load: 'rate: 1/s, duration: 5s' }, 'decided'],
    ['consistency.p95 < 1s', { load: 'rate: 10/s, duration: 5s' }, 'never'],
    ['http.accepted.p95 before < 1s', { faults: crash('1s', '2s') }, 'never'],
    ['http.accepted.p95 after < 1s', { faults: crash('1s', '2s') }, 'decided'],
    // The process may take longer to come back than planned; then more of the load is during its absence.
    ['http.accepted.p95 during < 1s', { faults: crash('5s', '1s') }, 'maybe'],
    ['http.accepted.p95 during < 1s', { faults: crash('18.8s', '1s') }, 'never'],
    ['http.accepted.p95 during < 1s', { faults: `${crash('2s', '2s')}, ${crash('8s', '2s')}` }, 'decided'],
  ])('%s with %j: %s', (text, more, expected) => {
    const statements = found(text, more);
    if (expected === 'decided') expect(statements).toEqual([]);
    else
      expect(statements).toEqual([expect.stringMatching(new RegExp(`^${expected}: .*needs \\d+ requests`))]);
  });

  test('a hypothesis is told the same', () => {
    expect(found('completed.p999 < 1s', { key: 'hypotheses' })).toHaveLength(1);
  });
});

test('a metric by its name of an earlier release is read, and its new name is said', () => {
  const [notice, ...others] = found('http.lastWord.p50 < 1s', { load: 'rate: 100/s, duration: 10s' });
  expect(others).toEqual([]);
  expect(notice).toBe(
    'notice: `http.lastWord.p50` is now called `resolution.p50`; the old name is read in this release only',
  );
});

describe('a phase that will not come', () => {
  test.each<[string, string, string | null]>([
    ['lost before == 0', crash('0s', '2s'), 'never: nothing of the load is `before`'],
    ['lost after == 0', crash('18s', '2s'), 'never: nothing of the load is `after`'],
    ['lost after == 0', crash('15s', '2s'), null],
    [
      'lost after == 0',
      '{ at: 15s, for: 2s, broker-crash: broker }',
      'maybe: a broker is back about 10 s after',
    ],
    ['lost after == 0', '{ at: 5s, for: 2s, broker-crash: broker }', null],
  ])('%s with %s', (text, faults, expected) => {
    const statements = found(text, { faults });
    if (expected === null) expect(statements).toEqual([]);
    else expect(statements[0]).toContain(expected);
  });
});

describe('a baseline', () => {
  test.each([
    ['missing', 'never'],
    ['open', 'maybe'],
  ] as const)('that is %s', (baseline, sure) => {
    expect(found('lost <= baseline', { baseline })).toEqual([
      `${sure}: names a baseline: run it with --baseline NAME or --against-ref REF`,
    ]);
  });

  test.each<[string, number, boolean]>([
    ['completed.p95 <= 1.05 * baseline', 3, true],
    ['completed.p95 <= baseline + 5%', 3, true],
    ['baseline * 1.05 >= completed.p95', 3, true],
    ['completed.p95 <= 3 * baseline', 3, false],
    ['completed.p50 <= 1.2 * baseline', 8, false],
    ['completed.p50 <= 1.2 * baseline', 1, true],
    ['rate.completed >= 0.98 * baseline', 3, true],
    ['lost <= baseline', 1, false],
    ['completed.p95 <= baseline + 25ms', 3, false],
  ])('%s over %i rounds is below the noise: %s', (text, rounds, noisy) => {
    const statements = found(text, { rounds });
    expect(statements.some((one) => one.startsWith('maybe: grants '))).toBe(noisy);
    expect(statements).toHaveLength(noisy ? 1 : 0);
  });
});

test('a limit that the send lag alone may reach', () => {
  expect(found('accepted.p50 < 2ms')[0]).toContain('maybe: its limit of 2 ms');
  expect(found('drainTime < 2ms')).toEqual([]);
});

test('every scenario that comes with Tandem can be decided, also at half its length', () => {
  const folder = fileURLToPath(new URL('../../scenarios', import.meta.url));
  for (const file of readdirSync(folder)) {
    for (const scale of [1, 0.5]) {
      const scenario = loadScenario(join(folder, file), catalogue, { scale });
      expect(undecidables(scenario, 'open').filter(({ sure }) => sure === 'never')).toEqual([]);
    }
  }
});
