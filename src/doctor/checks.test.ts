import { describe, expect, test } from 'vitest';
import { renderChecks } from './check.ts';
import { checksOf, type Facts, isHealthy } from './checks.ts';

const healthy: Facts = {
  nodeVersion: 'v20.19.0',
  broker: { state: 'ready', how: 'a private node' },
  results: { path: '/work/results', freeBytes: 2 ** 31, trouble: null },
  temp: { path: '/tmp', freeBytes: 2 ** 31, trouble: null },
  openFiles: { limit: null, needed: 256 },
  cores: 2,
  memoryBytes: 2 ** 32,
  browser: '/usr/bin/chromium',
};
const ways = ['set AMQP_URL', 'apt-get install'];
const statusOf = (facts: Partial<Facts>, name: string): string | undefined =>
  checksOf({ ...healthy, ...facts }, ways).find((check) => check.name === name)?.status;

describe('judge', () => {
  test('finds nothing on a healthy machine', () => {
    const checks = checksOf(healthy, ways);
    expect(checks.map(({ status }) => status)).toEqual(checks.map(() => 'ok'));
    expect(checks.flatMap(({ remedies }) => remedies)).toEqual([]);
  });

  test.each([
    ['v20.18.9', 'fail'],
    ['v20.19.0', 'ok'],
    ['v18.99.0', 'fail'],
    ['v22.0.0', 'ok'],
  ])('Node %s: %s', (nodeVersion, status) => expect(statusOf({ nodeVersion }, 'node')).toBe(status));

  test.each<[Partial<Facts>, string, boolean]>([
    [{ broker: { state: 'missing' } }, 'broker', false],
    [{ broker: { state: 'unfit', why: 'refused', remedies: ['start it'] } }, 'broker', false],
    [{ results: { ...healthy.results, freeBytes: 2 ** 28 - 1 } }, 'disk for results', false],
    [{ results: { ...healthy.results, freeBytes: 0, trouble: '/ is a file' } }, 'folder for results', false],
    [{ temp: { ...healthy.temp, freeBytes: 0 } }, 'disk for temporary files', false],
    [{ temp: { ...healthy.temp, trouble: '/tmp does not exist' } }, 'temporary folder', false],
    [{ openFiles: { limit: 255, needed: 256 } }, 'open files', false],
    [{ cores: 1 }, 'processors', true],
    [{ memoryBytes: 2 ** 30 }, 'memory', true],
    [{ browser: null }, 'browser', true],
  ])('%j concerns %s alone', (facts, name, runs) => {
    const checks = checksOf({ ...healthy, ...facts }, ways);
    expect(checks.filter(({ status }) => status !== 'ok').map((check) => check.name)).toEqual([name]);
    expect(isHealthy(checks)).toBe(runs);
    expect(checks.find((check) => check.name === name)?.remedies).not.toEqual([]);
  });
});

test('people read one line per check and every way to a broker', () => {
  const text = renderChecks(checksOf({ ...healthy, broker: { state: 'missing' } }, ways));
  expect(text).toMatch(/^FAIL {2}broker +no RabbitMQ found$/m);
  for (const way of ways) expect(text).toContain(`- ${way}`);
});
