import { describe, expect, it } from 'vitest';
import { adviceRun, plainAnswers, type StyleLiteral } from '../../test/support/advice-runs.ts';
import type { Answers } from './answers.ts';
import { advised, judgeRun } from './decide.ts';
import { turnsOf } from './turns.ts';

const dayMs = 24 * 3_600_000;
const outage: Answers = { ...plainAnswers, outage: { forMs: 10_000, everyMs: dayMs } };
const http: StyleLiteral = { cpu: [4, 4.1, 4.05], failed: { outage: [390, 385, 391] } };
const events: StyleLiteral = {
  cpu: [8, 8.1, 8.2],
  rest: [90, 91, 89],
  told: { usual: [101, 100, 103], outage: [10_400, 10_900, 10_700] },
};

const turnsFor = (answers: Answers, styles: Readonly<Record<string, StyleLiteral>>) => {
  const result = adviceRun(answers, styles);
  return turnsOf(answers, result, judgeRun(answers, result)).map(
    ({ kind, style, way, answers: other, decision }) => ({
      kind,
      style,
      way,
      advised: advised(decision),
      toldWithinMs: other.toldWithinMs,
      mayFail: other.mayFail,
      inAnswer: other.inAnswer,
    }),
  );
};

describe('what would change the answer', () => {
  it('is the share that would have to be allowed, the time that would be too short, and the answer itself', () => {
    expect(turnsFor(outage, { http, events })).toMatchObject([
      // 391 of the 3,456,000 requests of a day, rounded up to two digits.
      { kind: 'fail', style: 'http', way: 'looser', mayFail: 0.00012, advised: 'http' },
      { kind: 'told', style: 'events', way: 'tighter', advised: 'nothing fits' },
      { kind: 'answer', style: 'events', way: 'tighter', inAnswer: true, advised: 'nothing fits' },
    ]);
  });

  it('is the time within which a style that is out would have told', () => {
    const [first] = turnsFor({ ...outage, toldWithinMs: 5_000 }, { events });
    expect(first).toMatchObject({ kind: 'told', way: 'looser', toldWithinMs: 10_900, advised: 'events' });
  });

  it('is nothing for a style that breaks more than one kind of requirement, or that never tells', () => {
    const never = Number.POSITIVE_INFINITY;
    expect(turnsFor({ ...outage, inAnswer: true }, { both: { ...http, rest: [1, 1, 1] } })).toEqual([]);
    expect(turnsFor(outage, { late: { told: { outage: [never, never, never] } } })).toEqual([]);
  });
});
