import { describe, expect, it } from 'vitest';
import { adviceRun, plainAnswers, type StyleLiteral } from '../../test/support/advice-runs.ts';
import type { Answers } from './answers.ts';
import { judgeRun } from './decide.ts';

const dayMs = 24 * 3_600_000;
const http: StyleLiteral = { cpu: [4, 4.1, 4.05], told: { usual: [100, 102, 99] } };
const flow: StyleLiteral = { cpu: [8, 8.1, 8.2], told: { usual: [101, 100, 103] }, rest: [90, 91, 89] };
const outage: Answers = { ...plainAnswers, outage: { forMs: 10_000, everyMs: dayMs } };
const away: Readonly<Record<string, StyleLiteral>> = {
  http: { ...http, failed: { outage: [390, 385, 391] } },
  hybrid: { ...flow, failed: { outage: [380, 381, 379] } },
  events: { ...flow, told: { ...flow.told, outage: [10_400, 10_900, 10_700] } },
};
const well = { http, hybrid: flow, events: flow };

describe('the decision', () => {
  it.each<[string, Answers, Readonly<Record<string, StyleLiteral>>, object]>([
    [
      'is to call where the answer itself must tell the outcome and nothing breaks',
      { ...plainAnswers, inAnswer: true },
      well,
      { kind: 'one', style: 'http', others: [] },
    ],
    [
      'is to publish where a service is away, nothing may fail, and later is soon enough',
      outage,
      away,
      { kind: 'one', style: 'events', others: [] },
    ],
    ['is that nothing fits where both is asked for', { ...outage, inAnswer: true }, away, { kind: 'none' }],
    [
      'is that nothing fits where users cannot wait for the end of the outage',
      { ...outage, toldWithinMs: 5_000 },
      away,
      { kind: 'none' },
    ],
    [
      'lets a style fail so many requests as may be told no until the next outage',
      // 391 of 40/s times a day: 0.0113%.
      { ...outage, mayFail: 0.0002 },
      away,
      { kind: 'one', style: 'http', others: ['hybrid', 'events'] },
    ],
    [
      'does not, where the outage comes more often',
      { ...outage, mayFail: 0.0002, outage: { forMs: 10_000, everyMs: dayMs / 4 } },
      away,
      { kind: 'one', style: 'events', others: [] },
    ],
    [
      'takes the cheaper of those that fit, where nothing else differs',
      plainAnswers,
      well,
      { kind: 'one', style: 'http', others: ['hybrid', 'events'] },
    ],
    [
      'is either where each is better on something',
      plainAnswers,
      { http, events: { ...flow, told: { usual: [50, 51, 49] } } },
      { kind: 'either', styles: ['http', 'events'] },
    ],
    [
      'is either where the difference is within the noise',
      plainAnswers,
      { http, events: { ...http, cpu: [4.3, 3.9, 4.1] } },
      { kind: 'either', styles: ['http', 'events'] },
    ],
    [
      'is open where the interval lies across a limit',
      { ...plainAnswers, toldWithinMs: 101 },
      { http: { told: { usual: [99, 102, 105] } } },
      { kind: 'open', styles: ['http'] },
    ],
  ])('%s', (_, answers, styles, expected) => {
    expect(judgeRun(answers, adviceRun(answers, styles)).decision).toEqual(expected);
  });

  it('counts what breaks often as often as it comes until the rarest comes again', () => {
    const answers: Answers = {
      ...outage,
      mayFail: 0.0002,
      slow: { addMs: 500, forMs: 5_000, everyMs: dayMs / 24 },
    };
    const slow = { http: { ...http, failed: { outage: [10, 10, 10], slow: [30, 30, 30] } } };
    const { styles } = judgeRun(answers, adviceRun(answers, slow));
    const check = styles[0]?.checks.find(({ requirement }) => requirement.outOf !== null);
    expect(check?.requirement.budget).toBe('failed during outage + 24 * failed during slow <= 691');
    expect(check?.values).toEqual([730, 730, 730]);
    expect(check?.verdict).toBe('fail');
  });

  it('is not made of rounds that are not valid', () => {
    const answers = { ...plainAnswers, inAnswer: true };
    const decided = (invalid: readonly number[]) =>
      judgeRun(answers, adviceRun(answers, { ...well, http: { ...http, invalid } })).decision;
    expect(decided([2])).toMatchObject({ kind: 'one', style: 'http' });
    expect(decided([1, 2])).toEqual({
      kind: 'unsound',
      reasons: [
        '1 of 3 rounds of http is whole and valid.',
        'Round 1 of http is invalid: others took the machine',
        'Round 2 of http is invalid: others took the machine',
      ],
    });
  });

  it('of one round alone takes no difference for shown', () => {
    const { decision, differences } = judgeRun(plainAnswers, adviceRun(plainAnswers, well, 1));
    expect(decision).toMatchObject({ kind: 'either' });
    expect(differences.every(({ better }) => better === null)).toBe(true);
  });
});
