import { describe, expect, test } from 'vitest';
import {
  crashRun,
  fourContestants,
  healthyRun,
  nothingCompleted,
} from '../../../test/support/sample-results.ts';
import type { RunResult } from '../../result/run.ts';
import { account, accountOf } from './account.ts';

const crash = crashRun();
const runs: Readonly<Record<string, RunResult>> = {
  crash,
  healthy: healthyRun(),
  four: fourContestants(),
  nothing: nothingCompleted(),
};

describe.each(Object.entries(runs))('the account of the %s run', (label, result) => {
  test('reads as recorded', async () => {
    const lines = accountOf(result).map(({ text, chart, atMs, source }) =>
      [text, `  ${chart}${atMs === null ? '' : ` at ${Math.round(atMs)} ms`}, ${source}`].join('\n'),
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`../golden/${label}.account.txt`);
  });

  test('names only contestants of the run: rules know no style', () => {
    const renamed = JSON.parse(
      JSON.stringify(result).replaceAll('"http"', '"alpha"').replaceAll('"events"', '"beta"'),
    ) as RunResult;
    expect(
      accountOf(renamed)
        .map(({ text }) => text)
        .join(' '),
    ).not.toMatch(/\b(http|events) /);
  });
});

test('says so when there is nothing valid to rest on', () => {
  const rounds = crash.rounds.map((round) => ({ ...round, valid: false }));
  const texts = accountOf({ ...crash, rounds, summary: { contestants: {}, comparisons: [] } }).map(
    ({ text }) => text,
  );
  expect(texts.slice(0, 3)).toEqual([
    'Nothing can be concluded: no round is whole and valid.',
    'Not enough evidence about http: no round of it is whole and valid.',
    'Not enough evidence about events: no round of it is whole and valid.',
  ]);
});

test('links to what the page has, and to the comparison otherwise', () => {
  expect(account(crash, new Set(['latency'])).toString()).toMatch(/href="#latency" data-at="5003"/);
  expect(account(crash, new Set()).toString()).not.toContain('#latency');
});
