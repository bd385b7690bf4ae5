import { describe, expect, test } from 'vitest';
import type { GateFigure, GateResult } from '../result/gate.ts';
import type { RunResult } from '../result/run.ts';
import { gateComment } from './comment.ts';
import { historyEntry, readHistory, withEntry } from './history.ts';
import { type Gated, renderGate } from './render-gate.ts';

const figure = (over: Partial<GateFigure> = {}): GateFigure => ({
  metric: 'completed.p50',
  base: 49.3,
  head: 51.5,
  margin: 0.03,
  pairs: 6,
  change: 0.045,
  low: 0.031,
  high: 0.059,
  smallest: 0.02,
  verdict: 'worse',
  ...over,
});

const gated = (verdict: GateResult['verdict'], ...figures: readonly GateFigure[]): Gated => ({
  result: {
    scenario: { measure: 'duet', load: { stages: [{ perSecond: 50, forMs: 9_500 }] } },
  } as unknown as RunResult,
  gate: {
    base: 'http@main',
    head: 'http',
    commit: 'abc',
    verdict,
    figures,
    withinSeconds: 120,
    usedSeconds: 90,
  },
});

const same = figure({ change: -0.002, low: -0.02, high: 0.016, verdict: 'not worse' });
const open = figure({
  metric: 'completed.p95',
  margin: 0.05,
  change: 0.01,
  low: -0.04,
  high: 0.063,
  smallest: 0.06,
  verdict: 'not decided',
});
const lost = figure({
  metric: 'lost',
  base: 0,
  head: 1,
  margin: 0,
  change: null,
  low: null,
  high: null,
  smallest: null,
  verdict: 'not decided',
});

describe('the gate for people', () => {
  test('names what is worse, by how much and with which interval', () => {
    const text = renderGate([gated('worse', figure())]);
    expect(text).toContain('http seen from http@main: both builds side by side, 50/s, 6 starts, 1.5m of 2m');
    expect(text).toMatch(/completed\.p50 +49\.3ms +51\.5ms +\+4\.5% \[\+3\.1%, \+5\.9%\] +3\.0% +worse/);
    expect(text).toMatch(/Worse: completed\.p50 of http \(\+4\.5%\)\. Find what changed/);
  });

  test('says of what is open how small an effect was seen, and which time would show the margin', () => {
    expect(renderGate([gated('not decided', same, open)])).toContain(
      'completed.p95 of http not decided in 1.5m: smallest effect seen by now 6.0%; 3m would find 5.0%: give it more time',
    );
    expect(renderGate([gated('not decided', lost)])).toContain('lost of http: 0 before and 1 now');
  });

  test('has one line where nothing is worse, and the worst of several contestants decides', () => {
    expect(renderGate([gated('not worse', same)])).toContain('Not worse: whatever changed');
    expect(renderGate([gated('not worse', same), gated('worse', figure())])).toContain('Worse:');
    expect(renderGate([gated('not worse', same), gated('invalid')])).toContain('Nothing can be said');
  });

  test('in Markdown is a table', () => {
    expect(gateComment([gated('worse', figure(), same)])).toMatchInlineSnapshot(`
      "### Tandem gate: worse

      Worse: completed.p50 of http (+4.5%). Find what changed there, or widen the margin where the price is meant (\\\`gate:\\\` in a scenario).

      http seen from http@main: both builds side by side, 50/s, 6 starts, 1.5m of 2m

      |  | base | head | worse by \\[interval\\] | margin |  |
      | --- | ---: | ---: | ---: | ---: | --- |
      | completed.p50 | 49.3ms | 51.5ms | +4.5% \\[+3.1%, +5.9%\\] | 3.0% | worse |
      | completed.p50 | 49.3ms | 51.5ms | −0.2% \\[−2.0%, +1.6%\\] | 3.0% | not worse |
      "
    `);
  });
});

describe('a history', () => {
  const entry = (commit: string, at: string) =>
    historyEntry([gated('worse', figure())], { commit, at, verdict: 'worse' });

  test('has one line a commit: a gate that is run again takes the place of the first', () => {
    const text = [entry('a', '2026-01-01'), entry('b', '2026-01-02'), entry('a', '2026-01-03')].reduce(
      withEntry,
      '',
    );
    expect(readHistory(text).entries.map(({ commit, at }) => [commit, at])).toEqual([
      ['b', '2026-01-02'],
      ['a', '2026-01-03'],
    ]);
  });

  test('keeps lines that it cannot read, and counts them', () => {
    const text = withEntry('no json\n{"schema":"other/1"}\n', entry('a', '2026-01-01'));
    expect(text).toContain('no json\n');
    expect(readHistory(text)).toMatchObject({ unreadable: 2, entries: [{ commit: 'a', base: 'abc' }] });
  });
});
