import { describe, expect, it } from 'vitest';
import { parsePressure, parseProcStat, parseThrottling, readMachine } from './machine-reading.ts';

describe('what the kernel counts', () => {
  it('reads the first line of /proc/stat in ticks: all but idle and waiting for a disk', () => {
    expect(parseProcStat('cpu  61102 10 18852 438186 667 5 785 200 0 0\ncpu0 1 2 3 4 5 6 7 8\n')).toEqual({
      busySeconds: 807.54,
      stolenSeconds: 2,
    });
    expect(parseProcStat('intr 1 2 3')).toBeNull();
    expect(parseProcStat('cpu  1 2 three 4 5 6 7 8')).toBeNull();
  });

  it('reads the pressure total of tasks that waited', () => {
    expect(
      parsePressure('some avg10=64.71 avg60=38.70 avg300=16.57 total=196328833\nfull avg10=0.00 total=7\n'),
    ).toBe(196.328833);
    expect(parsePressure('')).toBeNull();
  });

  it('reads the throttling of both versions of control groups', () => {
    expect(parseThrottling('nr_periods 4\nnr_throttled 2\nthrottled_usec 1500000\n')).toBe(1.5);
    expect(parseThrottling('nr_periods 4\nnr_throttled 2\nthrottled_time 1500000000\n')).toBe(1.5);
    expect(parseThrottling('usage_usec 7\n')).toBeNull();
  });

  it('reads this machine, whose counters never run backwards', () => {
    const [first, second] = [readMachine(), readMachine()];
    expect(second.at).toBeGreaterThanOrEqual(first.at);
    expect(second.cores).toBeGreaterThan(0);
    if (process.platform === 'linux')
      expect(second.busySeconds).toBeGreaterThanOrEqual(first.busySeconds ?? 0);
  });
});
