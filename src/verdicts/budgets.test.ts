import { describe, expect, it } from 'vitest';
import { expressionsAt } from '../../test/support/expressions.ts';
import { type RoundLiteral, roundLiterals, runLiteral } from '../../test/support/round-literal.ts';
import { type BudgetOptions, judgeBudgets } from './budgets.ts';

type Rounds = readonly Omit<RoundLiteral, 'contestant'>[];

const lost = (...counts: number[]): Rounds =>
  counts.map((count) => ({ outcomes: { lost: count, sent: 1_000 } }));
const p95 = (...values: (number | 'never' | null)[]): Rounds =>
  values.map((value) => ({ completedP95: value }));

const judge = (text: string, events: Rounds, http: Rounds = [], options: BudgetOptions = {}) =>
  judgeBudgets(
    [...roundLiterals('events', events), ...roundLiterals('http', http)],
    expressionsAt([text], 9, 5),
    http.length > 0 ? ['http', 'events'] : ['events'],
    options,
  )[0]!;

describe('judgeBudgets', () => {
  it.each<[string, Rounds, Rounds, string, number | null, string]>([
    ['events.lost == 0', lost(0, 0, 0), [], 'pass', 0, 'events.lost = 0'],
    ['events.lost == 0', lost(0, 1, 0), [], 'fail', 1, 'events.lost = 0, 1, 0'],
    ['events.lost <= 2', lost(2, 1), [], 'pass', 2, 'events.lost = 2, 1'],
    ['events.lost < 2', lost(2, 1), [], 'fail', 2, 'events.lost = 2, 1'],
    [
      'events.lost / events.sent < 1%',
      lost(20),
      [],
      'fail',
      0.02,
      'events.lost / events.sent = 0.02 (one round)',
    ],
    ['lost == 0', lost(0), lost(3), 'fail', 3, 'http.lost = 3 (one round); events.lost = 0 (one round)'],
    [
      'completed.p95 < 250ms',
      p95(180, 200, 190),
      [],
      'pass',
      190,
      'events.completed.p95 = 190ms [180ms, 200ms]',
    ],
    [
      'completed.p95 < 250ms',
      p95(300, 310, 305),
      [],
      'fail',
      305,
      'events.completed.p95 = 305ms [300ms, 310ms]',
    ],
    [
      'completed.p95 < 250ms',
      p95(240, 260, 270),
      [],
      'warn',
      260,
      'events.completed.p95 = 260ms [240ms, 270ms]: beyond the limit, but within the noise of the rounds',
    ],
    [
      'completed.p95 < 250ms',
      p95(200, 210, 270),
      [],
      'pass',
      210,
      'events.completed.p95 = 210ms [200ms, 270ms]',
    ],
    [
      'completed.p95 < 250ms',
      p95(200, 'never', 300, 260, 210),
      [],
      'warn',
      260,
      'events.completed.p95 = 260ms [200ms, never]: beyond the limit, but within the noise of the rounds; one round of 5 never got there',
    ],
    [
      'completed.p95 <= 250ms',
      p95(250),
      [],
      'warn',
      250,
      'events.completed.p95 = 250ms (one round): within the limit, but by less than the tenth that one round alone may be off by; more rounds decide',
    ],
    ['completed.p95 <= 250ms', p95(250, 250), [], 'pass', 250, 'events.completed.p95 = 250ms'],
    ['completed.p95 < 250ms', p95(250, 250), [], 'fail', 250, 'events.completed.p95 = 250ms'],
    ['completed.p95 < 250ms', p95('never'), [], 'fail', null, 'events.completed.p95 = never (one round)'],
    [
      'completed.p95 < 250ms',
      p95(200, 'never', 'never'),
      [],
      'fail',
      null,
      'events.completed.p95 = never [200ms, never]',
    ],
    [
      'completed.p95 < 250ms',
      p95(200, 200, 'never'),
      [],
      'warn',
      200,
      'events.completed.p95 = 200ms [200ms, never]: one round of 3 never got there',
    ],
    [
      'completed.p95 < 250ms',
      p95(null),
      [],
      'invalid',
      null,
      'events.completed.p95: p95 needs 200 samples, there are 1000',
    ],
    [
      'completed.p95 < 250ms',
      [{ completedP95: null, count: 0 }],
      [],
      'invalid',
      null,
      'events.completed.p95: no samples',
    ],
    [
      'completed.p95 < 250ms',
      [{ valid: false, completedP95: 1 }],
      [],
      'invalid',
      null,
      'no valid round of events',
    ],
    [
      'completed.p95 < 250ms',
      p95(null),
      p95(300),
      'fail',
      300,
      'http.completed.p95 = 300ms (one round); events.completed.p95: p95 needs 200 samples, there are 1000',
    ],
    [
      'rate.completed > 90/s',
      [{ completedRate: 85.2 }],
      [],
      'fail',
      85.2,
      'events.rate.completed = 85.2/s (one round)',
    ],
    ['250ms > completed.p95', p95(200), [], 'pass', 200, 'events.completed.p95 = 200ms (one round)'],
    [
      '250ms > completed.p95',
      p95(240),
      [],
      'warn',
      240,
      'events.completed.p95 = 240ms (one round): within the limit, but by less than the tenth that one round alone may be off by; more rounds decide',
    ],
    [
      'completed.p95 < 250ms',
      p95(260),
      [],
      'warn',
      260,
      'events.completed.p95 = 260ms (one round): beyond the limit, but by less than the tenth that one round alone may be off by; more rounds decide',
    ],
    ['completed.p95 < 250ms', p95(300), [], 'fail', 300, 'events.completed.p95 = 300ms (one round)'],
    [
      'events.completed.p95 / http.completed.p95 < 1.3',
      p95(150),
      p95(100),
      'fail',
      1.5,
      'events.completed.p95 / http.completed.p95 = 1.5 (one round)',
    ],
    ['drainTime < 5s', [{ drainTime: null }], [], 'fail', null, 'events.drainTime = never (one round)'],
    ['events.lost / events.failed < 2', lost(4), [], 'invalid', null, 'division by zero'],
  ])('%s of %j and %j', (text, events, http, verdict, value, detail) => {
    expect(judge(text, events, http)).toEqual({ text, verdict, value, detail, line: 9, column: 5 });
  });

  it('strictly, fails when only the point lies beyond the limit', () => {
    expect(judge('completed.p95 < 250ms', p95(240, 260, 270), [], { strict: true }).verdict).toBe('fail');
  });

  it.each<[string, Rounds, string]>([
    ['does not fail for a round that never got there while the median holds', p95(200, 200, 'never'), 'warn'],
    ['does not fail for one round within the limit', p95(240), 'warn'],
    ['fails for one round beyond the limit', p95(260), 'fail'],
  ])('strictly, %s', (_name, rounds, verdict) => {
    expect(judge('completed.p95 < 250ms', rounds, [], { strict: true }).verdict).toBe(verdict);
  });

  it('takes the last attempt of a repeated round', () => {
    const attempts: Rounds = [
      { round: 1, attempt: 1, valid: false, outcomes: { lost: 7 } },
      { round: 1, attempt: 2, outcomes: { lost: 0 } },
    ];
    expect(judge('events.lost == 0', attempts).verdict).toBe('pass');
  });

  it.each<[string, Rounds, string, number | null]>([
    ['completed.p95 <= baseline + 10%', p95(219, 215, 210), 'pass', 215],
    ['completed.p95 <= baseline + 10%', p95(230, 240, 250), 'fail', 240],
    ['completed.p95 <= baseline + 25ms', p95(260), 'fail', 260],
    ['baseline * 2 > completed.p95', p95(350), 'pass', 350],
  ])('against a baseline of 200ms, %s of %j', (text, events, verdict, value) => {
    const baseline = runLiteral(roundLiterals('events', p95(190, 200, 210)));
    expect(judge(text, events, [], { baseline })).toMatchObject({ verdict, value });
  });

  it('cannot decide without the baseline, or with one that lacks the contestant', () => {
    const text = 'completed.p95 <= baseline';
    expect(judge(text, p95(10))).toMatchObject({
      verdict: 'invalid',
      detail: 'no baseline; run with --baseline NAME',
    });
    const baseline = runLiteral(roundLiterals('http', p95(190)));
    expect(judge(text, p95(10), [], { baseline })).toMatchObject({
      verdict: 'invalid',
      detail: 'baseline: no valid round of events',
    });
  });
});

describe('a generator that was late', () => {
  const late = (p95: number, sendLag: number) =>
    roundLiterals(
      'events',
      [p95, p95, p95].map((acceptedP95) => ({ acceptedP95, sendLag })),
    );
  const verdict = (rounds: ReturnType<typeof late>, text = 'events.accepted.p95 < 250ms') =>
    judgeBudgets(rounds, expressionsAt([text]), ['events'])[0];

  it.each([
    ['broken four thousand times over, whatever the lag', 1_000_000, 15, 'fail'],
    ['broken by less than the lag', 255, 15, 'invalid'],
    ['broken by more than the lag', 270, 15, 'fail'],
    ['kept, and the lag can only have made it look worse', 240, 15, 'pass'],
  ])('%s', (_, p95, sendLag, expected) => {
    expect(verdict(late(p95, sendLag))?.verdict).toBe(expected);
  });

  it('says why a budget is open', () => {
    expect(verdict(late(255, 15))?.detail).toContain('the generator was late by more than the margin');
  });

  it('turns a lower limit too, and leaves counts alone', () => {
    expect(verdict(late(255, 15), 'events.accepted.p95 > 250ms')?.verdict).toBe('invalid');
    expect(verdict(late(255, 15), 'lost == 0')?.verdict).toBe('pass');
  });
});
