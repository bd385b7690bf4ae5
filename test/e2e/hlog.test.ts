import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hlog } from '../../src/reports/hlog.ts';
import { healthyRun } from '../support/sample-results.ts';
import { noisyRound } from '../support/synthetic-round.ts';

// Where Debian's libhdrhistogram-java puts it; elsewhere HDRHISTOGRAM_JAR names the file.
const jar = process.env['HDRHISTOGRAM_JAR'] ?? '/usr/share/java/hdrhistogram.jar';
const program = join(import.meta.dirname, '../support/ReadHlog.java');

const reasonToSkip = (): string | null => {
  if (spawnSync('javac', ['-version']).status !== 0) return 'no Java development kit (javac) on this machine';
  return existsSync(jar) ? null : `no ${jar}: install libhdrhistogram-java, or set HDRHISTOGRAM_JAR`;
};
const reason = reasonToSkip();
if (reason !== null) console.warn(`skipped: reading .hlog files with the Java HdrHistogram; ${reason}`);

interface Interval {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

const readWithJava = (text: string): readonly Interval[] => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-hlog-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'events.completed.all.hlog');
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync('java', ['-cp', jar, program, file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`java ended with ${status}: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [count = Number.NaN, p50 = Number.NaN, p99 = Number.NaN] = line.split(' ').map(Number);
      return { count, p50, p99 };
    });
};

describe.skipIf(reason !== null)('.hlog files in the Java HdrHistogram', () => {
  test('give the count, p50 and p99 of every round', () => {
    const rounds = [1, 2, 3].map((round) =>
      noisyRound('events', round, 80 * round, { seed: 5, count: 2_000 }),
    );
    const file = hlog
      .files({ ...healthyRun(), rounds })
      .find((candidate) => candidate.file === 'events.completed.all.hlog');
    const intervals = readWithJava(file?.text ?? '');
    expect(intervals).toHaveLength(3);
    for (const [index, round] of rounds.entries()) {
      const { count, p50, p99 } = round.phases.all.completed;
      const interval = intervals[index];
      expect(interval?.count).toBe(count);
      // Three significant digits: what is read may lie 0.1% from the exact figure.
      expect(Math.abs((interval?.p50 ?? 0) / 1_000 / (p50 ?? 0) - 1)).toBeLessThan(0.001);
      expect(Math.abs((interval?.p99 ?? 0) / 1_000 / (p99 ?? 0) - 1)).toBeLessThan(0.001);
    }
  });
});
