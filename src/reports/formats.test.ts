import { describe, expect, test } from 'vitest';
import {
  crashRun,
  fourContestants,
  healthyRun,
  hostileRun,
  nothingCompleted,
} from '../../test/support/sample-results.ts';
import type { RunResult } from '../result/run.ts';
import { reports } from './index.ts';
import { renderTable } from './table.ts';

const runs: Readonly<Record<string, RunResult>> = {
  healthy: healthyRun(),
  crash: crashRun(),
  four: fourContestants(),
  nothing: nothingCompleted(),
};

const render = (name: string, result: RunResult): string => {
  const report = reports.get(name);
  if (report === undefined) throw new Error(`no report ${name}`);
  return report.render(result);
};

const texts = ['table', 'markdown', 'junit', 'benchmark-action', 'open-metrics'];

describe.each(Object.entries(runs))('the %s run', (label, result) => {
  test.each(texts)('as %s reads as recorded', async (name) => {
    await expect(render(name, result)).toMatchFileSnapshot(`golden/${label}.${name}.txt`);
  });

  test.each([...reports.keys()])('gives the same bytes as %s after a way through JSON', (name) => {
    const again = JSON.parse(render('json', result)) as RunResult;
    expect(render(name, again)).toBe(render(name, result));
  });

  test.each(texts)('as %s never says a bare latency or throughput', (name) => {
    const bare = /(?<!accepted[ _])(?<!completed[ _])(?:latency|throughput)/gi;
    expect(render(name, result).match(bare)).toBeNull();
  });
});

test('colour is only added, and only when asked for', () => {
  const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  const plain = renderTable(runs['crash']!, { colour: false });
  const coloured = renderTable(runs['crash']!, { colour: true });
  expect(plain).not.toMatch(colours);
  expect(coloured).toMatch(colours);
  expect(coloured.replace(colours, '').replace(/[ \t]+$/gm, '')).toBe(plain);
});

test('a scenario’s text stays text in every format', () => {
  const hostile = { ...hostileRun(), reasons: ['a\u001b[2Jb <b>&"'] };
  expect(render('table', hostile)).not.toContain('\u001b');
  expect(render('markdown', hostile)).not.toMatch(/<(script|img|b)\b/);
  const xml = render('junit', { ...hostile, verdict: 'invalid' });
  expect(xml).not.toMatch(/<(script|img|b)\b/);
  expect(xml).not.toContain('\u001b');
  expect(xml).toContain('&lt;b&gt;&amp;&quot;');
});

test('a refuted hypothesis is a finding and no failure; a broken budget is one', () => {
  const xml = render('junit', runs['crash']!);
  expect(xml).toMatch(/failures="2" errors="0" skipped="0"/);
  expect(xml).toMatch(/\.hypothesis"[^>]*><system-out>refuted/);
});

test('an invalid run is an error for a build, also without budgets', () => {
  const rounds = runs['healthy']!.rounds.map((round) => ({ ...round, valid: false }));
  const invalid: RunResult = {
    ...runs['healthy']!,
    rounds,
    budgets: [],
    hypotheses: [],
    verdict: 'invalid',
    reasons: ['Round 1 of http is invalid: it was too slow.'],
  };
  expect(render('junit', invalid)).toContain(
    '<error type="invalid" message="Round 1 of http is invalid: it was too slow."/>',
  );
  // What was measured is still shown, marked as what it is.
  expect(render('table', invalid)).toMatch(/http \*\s+events \*/);
  expect(render('table', invalid)).toMatch(/0 of 3\s+0 of 3/);
});

test('figures that were never measured are left out of machine formats', () => {
  const entries = JSON.parse(render('benchmark-action', runs['nothing']!)) as { name: string }[];
  expect(entries.map(({ name }) => name)).not.toContain('one-is-down: refuses completed.p95');
  expect(render('open-metrics', runs['nothing']!)).toMatch(
    /contestant="refuses",phase="all",quantile="0.95"} \+Inf/,
  );
  expect(render('open-metrics', runs['nothing']!)).toMatch(/# EOF\n$/);
});
