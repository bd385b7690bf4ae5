import { expect, test } from 'vitest';
import type { HistoryEntry } from '../gate/history.ts';
import { trendPage } from './trend-page.ts';

const entry = (number: number, head: number): HistoryEntry => ({
  schema: 'tandem.history/1',
  at: `2026-01-01T00:00:${String(number).padStart(2, '0')}Z`,
  commit: `commit-${number}`,
  base: 'base',
  verdict: 'not worse',
  contestants: {
    http: [
      { metric: 'completed.p50', base: head, head, change: 0, low: 0, high: 0, verdict: 'not worse' },
      { metric: 'lost', base: 0, head: 0, change: null, low: null, high: null, verdict: 'not worse' },
    ],
  },
});

const entries = Array.from({ length: 24 }, (_, number) =>
  entry(number, (number < 12 ? 50 : 60) + (number % 3) / 10),
);

test('names the commit at which a figure changed its level', () => {
  const page = trendPage({ entries, unreadable: 0 });
  expect(page).toContain('Trend over 24 commits');
  expect(page).toContain('completed.p50 of http: +20.0% at commit-12 (50.1ms to 60.1ms)');
  expect(page).not.toContain('lost of http');
  expect(page).not.toContain('could not be read');
});

test('says what was left out, and shows no markup of a history as markup', () => {
  const hostile = { ...entries[0]!, commit: '<img src=x onerror=alert(1)>' };
  const page = trendPage({ entries: [hostile, ...entries.slice(1)], unreadable: 3 });
  expect(page).toContain('3 lines of the history could not be read');
  expect(page).not.toContain('<img src=x');
});
