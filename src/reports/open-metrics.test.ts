import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fourContestants, hostileRun, nothingCompleted } from '../../test/support/sample-results.ts';
import type { RunResult } from '../result/run.ts';
import { openMetrics } from './open-metrics.ts';

const published = fileURLToPath(new URL('../../results/published/', import.meta.url));
const recorded = readdirSync(published, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'checks')
  .map(
    ({ name }) =>
      [name, JSON.parse(readFileSync(`${published}${name}/result.json`, 'utf8'))] as [string, RunResult],
  );
const results: readonly (readonly [string, RunResult])[] = [
  ...recorded,
  ['four contestants', fourContestants()],
  ['nothing completed', nothingCompleted()],
  ['hostile texts', hostileRun()],
  ['no rounds', { ...fourContestants(), rounds: [] }],
];

/** One sample: name, labels with escaped texts, value. */
const sample = /^([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\n"])*",?)*)\} (-?\d+(?:\.\d+)?(?:e-?\d+)?|\+Inf)$/;

const promtool = spawnSync('promtool', ['--version']).status === 0;

describe.each(results)('metrics of %s', (_name, result) => {
  const text = openMetrics.render(result);

  test('are well-formed: each family once and whole, each sample once, the end marked', () => {
    const lines = text.split('\n');
    expect(lines.splice(-2)).toEqual(['# EOF', '']);
    const families: string[] = [];
    const seen = new Set<string>();
    for (const line of lines) {
      const type = /^# TYPE ([a-z_]+) (?:gauge|summary)$/.exec(line);
      if (type !== null) families.push(type[1]!);
      else if (line.startsWith('#')) {
        expect(line).toMatch(new RegExp(`^# (?:HELP|UNIT) ${families.at(-1)} [^\\n]+$`));
      } else {
        const [, name, labels] = sample.exec(line) ?? [line];
        expect(name).toBe(families.at(-1));
        const key = `${name}{${labels}}`;
        expect(seen).not.toContain(key);
        seen.add(key);
      }
    }
    expect(new Set(families).size).toBe(families.length);
  });

  // Installed by .ci/run; Debian and Ubuntu have it in the package prometheus.
  test.skipIf(!promtool)('pass `promtool check metrics` (skipped where there is no promtool)', () => {
    const { status, stderr, stdout } = spawnSync('promtool', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  });
});
