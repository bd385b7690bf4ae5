import { describe, expect, it } from 'vitest';
import { expressionsAt } from '../../test/support/expressions.ts';
import { type RoundLiteral, roundLiterals } from '../../test/support/round-literal.ts';
import { judgeHypotheses } from './hypotheses.ts';

type Rounds = readonly Omit<RoundLiteral, 'contestant'>[];

const failed = (...counts: number[]): Rounds => counts.map((count) => ({ outcomes: { failed: count } }));
const p95 = (...values: (number | 'never' | null)[]): Rounds => values.map((value) => ({ duringP95: value }));

const judge = (text: string, http: Rounds, events: Rounds = []) =>
  judgeHypotheses(
    [...roundLiterals('http', http), ...roundLiterals('events', events)],
    expressionsAt([text], 7, 5),
    ['http', 'events'],
  )[0]!;

describe('judgeHypotheses', () => {
  it.each<[string, Rounds, Rounds, string, string]>([
    ['http.failed > 0', failed(3, 5, 4), [], 'supported', 'http.failed = 3, 5, 4'],
    ['http.failed > 0', failed(0, 0, 0), [], 'refuted', 'http.failed = 0'],
    ['http.failed > 0', failed(3, 0, 4), [], 'inconclusive', 'http.failed = 3, 0, 4'],
    ['http.failed > 0', failed(3), [], 'supported', 'http.failed = 3 (one round)'],
    [
      'http.failed > events.failed',
      failed(3, 4),
      failed(0, 0),
      'supported',
      'http.failed = 3, 4, events.failed = 0',
    ],
    ['failed == 0', failed(0, 0), failed(0, 0), 'supported', 'http.failed = 0; events.failed = 0'],
    ['failed == 0', failed(2, 2), failed(0, 0), 'refuted', 'http.failed = 2; events.failed = 0'],
    [
      'events.completed.p95 during > 2s',
      [],
      p95(4_000, 5_000, 5_500),
      'supported',
      'events.completed.p95 during = 5s [4s, 5.5s]',
    ],
    [
      'events.completed.p95 during > 2s',
      [],
      p95(1_000, 1_500, 1_200),
      'refuted',
      'events.completed.p95 during = 1.2s [1s, 1.5s]',
    ],
    [
      'events.completed.p95 during > 2s',
      [],
      p95(1_000, 2_500, 3_000),
      'inconclusive',
      'events.completed.p95 during = 2.5s [1s, 3s]',
    ],
    [
      'http.completed.p95 during > 2s',
      p95('never', 'never', 'never'),
      [],
      'supported',
      'http.completed.p95 during = never',
    ],
    [
      'http.completed.p95 during > events.completed.p95 during',
      p95('never'),
      p95(50),
      'supported',
      'http.completed.p95 during = never, events.completed.p95 during = 50ms (one round)',
    ],
    [
      'events.completed.p95 during / http.completed.p95 during > 10',
      p95(100, 120),
      p95(5_000, 6_000),
      'supported',
      'events.completed.p95 during / http.completed.p95 during = 50',
    ],
    [
      'events.completed.p95 during > 2s',
      [],
      p95(2_100),
      'inconclusive',
      'events.completed.p95 during = 2.1s (one round)',
    ],
    [
      'events.completed.p95 during > 2s',
      [],
      p95(2_300),
      'supported',
      'events.completed.p95 during = 2.3s (one round)',
    ],
    [
      'events.completed.p95 during < 2s',
      [],
      p95(2_300),
      'refuted',
      'events.completed.p95 during = 2.3s (one round)',
    ],
    [
      'events.completed.p95 during < 2s',
      [],
      p95(null),
      'inconclusive',
      'events.completed.p95 during: p95 needs 200 samples, there are 1000',
    ],
    [
      'events.failed <= http.failed',
      failed(7),
      failed(7),
      'supported',
      'events.failed = 7, http.failed = 7 (one round)',
    ],
    ['events.failed == 0', failed(1), [], 'inconclusive', 'no valid round of events'],
  ])('%s of %j and %j is %s', (text, http, events, verdict, detail) => {
    expect(judge(text, http, events)).toEqual({ text, verdict, detail, line: 7, column: 5 });
  });

  it('leaves out invalid rounds, with their partners', () => {
    const http: Rounds = [{ valid: false, outcomes: { failed: 9 } }, { outcomes: { failed: 2 } }];
    expect(judge('http.failed > events.failed', http, failed(9, 1))).toMatchObject({
      verdict: 'supported',
      detail: 'http.failed = 2, events.failed = 1 (one round)',
    });
  });

  it('cannot compare contestants that have no round in common', () => {
    const http: Rounds = [{ valid: false }, {}];
    expect(judge('http.failed > events.failed', http, [{}])).toMatchObject({
      verdict: 'inconclusive',
      detail: 'no round is valid for all of http, events',
    });
  });
});
