import { describe, expect, it } from 'vitest';
import { parseExpression } from './expression.ts';
import { ExpressionError, tokenise } from './tokens.ts';

const contestants = ['http', 'http-no-retry', 'events'];

/** The message with a caret line, as a table of literals can show it. */
const complaint = (text: string, more: { hasFaults?: boolean; baseline?: boolean } = {}): string => {
  try {
    parseExpression(text, { contestants, ...more });
  } catch (error) {
    if (error instanceof ExpressionError)
      return `${' '.repeat(error.at)}${'^'.repeat(error.length)} ${error.message}`;
    throw error;
  }
  return 'fine';
};

describe('tokenise', () => {
  it.each([
    ['events.lost == 0', ['events.lost', '==', '0']],
    ['http-no-retry.completed.p95<2s', ['http-no-retry.completed.p95', '<', '2s']],
    ['failed-lost > 0', ['failed', '-', 'lost', '>', '0']],
    ['events.lost-http.lost > 0', ['events.lost', '-', 'http.lost', '>', '0']],
    ['rate.completed >= 99.5/s', ['rate.completed', '>=', '99.5/s']],
    ['lost/sent < 1%', ['lost', '/', 'sent', '<', '1%']],
    ['drainTime / 2s < 3', ['drainTime', '/', '2s', '<', '3']],
    ['(lost + 2) * 3 != 6', ['(', 'lost', '+', '2', ')', '*', '3', '!=', '6']],
  ])('cuts %s', (text, tokens) =>
    expect(
      tokenise(text)
        .slice(0, -1)
        .map((token) => token.text),
    ).toEqual(tokens),
  );
});

describe('parseExpression accepts', () => {
  it.each([
    ['http.failed + http.lost > 0', { unit: 'count', exact: true, forEach: false, contestants: ['http'] }],
    [
      'events.completed.p95 during > 2s',
      { unit: 'ms', exact: false, forEach: false, contestants: ['events'] },
    ],
    ['http.failed > 0 during', { unit: 'count', exact: true }],
    [
      'http-no-retry.accepted.p50 < http.accepted.p50',
      { unit: 'ms', contestants: ['http-no-retry', 'http'] },
    ],
    ['lost == 0', { unit: 'count', exact: true, forEach: true, contestants: [] }],
    ['events.completed.p99 / http.completed.p99 < 1.3', { unit: 'ratio', exact: false }],
    ['lost / sent < 1%', { unit: 'ratio', exact: true }],
    ['events.completed.p95 <= baseline + 10%', { unit: 'ms', usesBaseline: true }],
    ['baseline * 2 > lost', { unit: 'count', usesBaseline: true }],
    ['rate.completed > 0.9 * rate.offered', { unit: 'perSecond', exact: false }],
    ['(completed.p95 after - completed.p95 before) < 100ms', { unit: 'ms' }],
    ['http.backlog.peak == 0', { unit: 'count', exact: true }],
  ])('%s', (text, expected) => expect(parseExpression(text, { contestants })).toMatchObject(expected));

  it('binds operators as arithmetic does', () => {
    const { left } = parseExpression('lost + failed * 2 - 1 > 0', { contestants });
    expect(left).toMatchObject({
      operator: '-',
      left: { operator: '+', right: { operator: '*', right: { value: 2 } } },
      right: { value: 1 },
    });
  });

  it('gives a phase to the metric before it, or after the comparison to all that have none', () => {
    const { left, right } = parseExpression('http.lost before + http.failed > events.lost + 1 during', {
      contestants,
    });
    expect(left).toMatchObject({ left: { phase: 'before' }, right: { phase: 'during' } });
    expect(right).toMatchObject({ left: { phase: 'during' } });
  });

  it('takes a percentage of what stands before it', () => {
    const { right } = parseExpression('events.completed.p95 <= baseline + 10%', { contestants });
    expect(right).toMatchObject({ operator: '*', left: { kind: 'baseline' }, right: { value: 1.1 } });
    const share = parseExpression('lost / sent < 1% + 2%', { contestants });
    expect(share.right).toMatchObject({ operator: '+', right: { value: 0.02 } });
  });
});

describe('parseExpression refuses', () => {
  it.each([
    [
      'events.complete.p95 < 2s',
      '       ^^^^^^^^^^^^ unknown metric `complete.p95`; did you mean `completed.p95`?',
    ],
    ['event.lost == 0', '^^^^^ unknown contestant `event`; did you mean `events`?'],
    ['loost == 0', '^^^^^ unknown metric `loost`; did you mean `lost`?'],
    [
      'http < 2s',
      '^^^^ unknown metric `http`; a metric must follow a contestant, as in `http.completed.p95`',
    ],
    ['lost = 0', '     ^ unexpected character `=`; did you mean `==`?'],
    ['lost ≤ 0', '     ^ unexpected character `≤`; did you mean `<=`?'],
    ['lost 0', '     ^ expected a comparison (<= >= == != < >), found `0`'],
    ['lost <', '      ^ expected a metric or a number, found the end of the expression'],
    ['lost < 1 < 2', '         ^ one comparison only; write the second as an entry of its own'],
    ['(lost < 1', '      ^ expected `)`, found `<`'],
    ['lost < 1 2', '         ^ expected the end, found `2`'],
    [
      'accepted.p95 < 250',
      '               ^^^ cannot compare a time with a number without a unit; write a unit, for instance `250ms`',
    ],
    ['accepted.p95 < 250 ms', '                   ^^ write the unit directly after the number: `250ms`'],
    ['accepted.p95 < 2sec', '               ^^^^ unknown unit `sec`; expected one of ms, s, m, h, %, /s, /m'],
    ['accepted.p95 < 10%', '               ^^^ cannot compare a time with a ratio; 10% of what?'],
    ['lost < 1%', '       ^^ cannot compare a count with a ratio; divide by `sent` to get a share'],
    [
      'rate.completed > 90',
      '                 ^^ cannot compare a rate with a number without a unit; write a unit, for instance `100/s`',
    ],
    ['lost + accepted.p95 < 1', '     ^ cannot add a count and a time'],
    ['accepted.p95 * completed.p95 < 1s', '             ^ cannot multiply a time with a time'],
    ['1 / accepted.p95 < 1', '  ^ cannot divide a number without a unit by a time'],
    ['accepted.p95 == 20ms', '             ^^ a measured value is never exactly equal; use <= or >='],
    [
      'backlog.peak during > 3',
      '^^^^^^^^^^^^ backlog.peak is a figure of the whole round and has no `during`',
    ],
    ['1 < 2', '^^^^^ compares no metric, so it says nothing about a run'],
    ['baseline < baseline', '^^^^^^^^^^^^^^^^^^^ compares no metric'],
  ])('%s', (text, expected) => {
    expect(complaint(text).startsWith(expected), complaint(text)).toBe(true);
  });

  it('a phase where no fault is injected', () => {
    expect(complaint('lost during == 0', { hasFaults: false })).toBe(
      '^^^^ the scenario has no faults, so nothing is `during` one',
    );
  });

  it('a baseline in a hypothesis, and one that stands for itself', () => {
    expect(complaint('lost <= baseline', { baseline: false })).toContain(
      'cannot name a baseline; make it a budget',
    );
    expect(complaint('lost + baseline < baseline')).toContain('one side must not name it');
  });
});
