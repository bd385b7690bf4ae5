import { expect, test } from 'vitest';
import { crashRun } from '../../test/support/sample-results.ts';
import { parseDocument } from '../analysis/parse-result.ts';
import type { RunResult } from '../analysis/result.ts';
import { runsPage } from '../site/runs-page.ts';
import { reports } from './index.ts';

const payload = `"><x-owned onload='alert(1)'>\u001b[2J`;
const closed = new Set(['schema', 'verdict', 'answers', 'outcome']);
/** Packed data: what cannot be unpacked is refused. */
const packed = 'histograms';

/** Every text that a file may choose freely says the same hostile thing; contestants keep what tells them apart. */
const poisoned = (value: unknown, key = ''): unknown => {
  if (key === packed) return value;
  if (typeof value === 'string') return closed.has(key) ? value : `${value}${payload}`;
  if (Array.isArray(value)) return value.map((one) => poisoned(one));
  if (typeof value !== 'object' || value === null) return value;
  const free = ['contestants', 'processes', 'capacity'].includes(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [free ? `${name}${payload}` : name, poisoned(one, name)]),
  );
};

const hostile = (): RunResult => {
  const { result, problems } = parseDocument(poisoned(JSON.parse(JSON.stringify(crashRun()))));
  expect(problems).toBeNull();
  return result!;
};

test('a hostile result stays text in every report and on the page of runs', () => {
  const result = hostile();
  const pages = {
    ...Object.fromEntries(
      ['html', 'markdown', 'junit', 'github-summary'].map((name) => [
        name,
        reports.get(name)!.render(result),
      ]),
    ),
    runs: runsPage([{ id: payload, result }], { canOverlay: true }),
  };
  for (const [name, text] of Object.entries(pages)) {
    expect(text, name).toContain('x-owned');
    expect(text, name).not.toMatch(/<\/?x-owned/);
  }
  expect(reports.get('table')!.render(result)).not.toContain('\u001b');
  // A workflow command ends at its line; none of the file's texts may begin one.
  expect(
    reports
      .get('github')!
      .render(result)
      .split('\n')
      .filter((line) => !/^(::(error|warning|notice) |$)/.test(line)),
  ).toEqual([]);
});
