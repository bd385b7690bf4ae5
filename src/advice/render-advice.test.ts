import { describe, expect, it } from 'vitest';
import { adviceRun, plainAnswers, type StyleLiteral } from '../../test/support/advice-runs.ts';
import { adviceOf, type MeasuredPoint } from './advice.ts';
import type { Answers } from './answers.ts';
import { planAdvice } from './plan-advice.ts';
import { renderAdvice } from './render-advice.ts';
import { renderAdvicePlan } from './render-plan.ts';

const dayMs = 24 * 3_600_000;
const withinMs = 600_000;
const http: StyleLiteral = { cpu: [4, 4.1, 4.05], told: { usual: [100, 102, 99], peak: [104, 110, 107] } };
const flow: StyleLiteral = { ...http, cpu: [8, 8.1, 8.2], rest: [90, 91, 89] };
const atOnce: Answers = { ...plainAnswers, inAnswer: true, toldWithinMs: 1_000, mayFail: 0.001 };
const later: Answers = { ...plainAnswers, outage: { forMs: 10_000, everyMs: dayMs } };

/** What an outage does to each style: it fails a chain by its length, and makes a flow as late as that. */
const styles = (outageMs: number): Readonly<Record<string, StyleLiteral>> => {
  const failed = [0, 1, 2].map((more) => (outageMs * 38) / 1_000 + more);
  const late = [400, 900, 700].map((more) => outageMs + more);
  return {
    http: { ...http, failed: { outage: failed } },
    hybrid: { ...flow, failed: { outage: failed } },
    events: { ...flow, told: { ...flow.told, outage: late } },
  };
};

const pageOf = (
  answers: Answers,
  own: Readonly<Record<string, StyleLiteral>>,
  atPoint: (value: number) => Readonly<Record<string, StyleLiteral>>,
): string => {
  const { points, varied } = planAdvice(answers, { withinMs });
  const measured = points.flatMap((run): readonly MeasuredPoint[] =>
    run.point === null
      ? []
      : [
          {
            ...run.point,
            answers: run.answers,
            result: adviceRun(run.answers, atPoint(run.point.value), run.rounds),
          },
        ],
  );
  return renderAdvice(adviceOf(answers, adviceRun(answers, own), varied, measured), {
    cpuPrice: 0.04,
    files: { scenario: 'results/advice/advice.yaml', report: 'results/advice/advice/report.html' },
    tookMs: 480_000,
  });
};

const well = { http, hybrid: flow, events: flow };
const refusing = (perSecond: number) =>
  perSecond < 200 ? well : { ...well, http: { ...http, failed: { peak: [31, 29, 30] } } };

describe('the page of an advice', () => {
  it.each([
    ['call', () => pageOf(atOnce, well, refusing)],
    ['publish', () => pageOf({ ...later, toldWithinMs: 15_000 }, styles(10_000), styles)],
    ['none', () => pageOf({ ...later, inAnswer: true }, styles(10_000), styles)],
    ['either', () => pageOf(plainAnswers, { http, events: { ...http, rest: [50, 50, 50] } }, () => well)],
    ['unsound', () => pageOf(plainAnswers, { ...well, events: { ...flow, invalid: [1, 2, 3] } }, () => well)],
  ])('reads as recorded: %s', async (name, page) => {
    await expect(page()).toMatchFileSnapshot(`golden/${name}.md`);
  });

  it('gives opposite advice to opposite answers', () => {
    const headlines = [pageOf(atOnce, well, refusing), pageOf(later, styles(10_000), styles)].map(
      (page) => page.split('\n')[0],
    );
    expect(headlines).toEqual(['# Advice: `http` (call)', '# Advice: `events` (publish events)']);
  });

  it('never says a bare latency or throughput, and no figure that is none', () => {
    const page = pageOf(later, styles(10_000), styles);
    expect(page).not.toMatch(/latency|throughput|NaN|undefined|Infinity/);
  });
});

describe('the plan of an advice', () => {
  it('reads as recorded', async () => {
    const plan = planAdvice(later, { withinMs });
    await expect(renderAdvicePlan(plan, 'results/advice/advice.yaml')).toMatchFileSnapshot('golden/plan.txt');
  });

  it.each<[string, Answers, string, readonly string[]]>([
    ['outage', later, 'outage', ['2.5s', '5s', '20s']],
    [
      'spell',
      { ...plainAnswers, slow: { addMs: 400, forMs: 5_000, everyMs: dayMs } },
      'slow',
      ['100ms', '200ms', '1.6s'],
    ],
    ['peak', { ...plainAnswers, peak: { perSecond: 100, forMs: 5_000 } }, 'peak', ['50/s', '200/s', '400/s']],
    ['peak that there is none of', plainAnswers, 'peak', ['80/s', '160/s', '320/s']],
  ])('varies the %s', (_, answers, input, values) => {
    const { varied, points } = planAdvice(answers, { withinMs: 3_600_000 });
    expect(varied.input).toBe(input);
    expect(points.map(({ point }) => point?.words)).toEqual(values);
  });

  it('measures less where there is less time, and says so where even that is too little', () => {
    const planned = (minutes: number) => {
      const { main, points, expectedMs } = planAdvice(later, { withinMs: minutes * 60_000 });
      return [main.rounds, points.length, expectedMs <= minutes * 60_000];
    };
    expect([20, 9, 6, 1].map(planned)).toEqual([
      [3, 3, true],
      [3, 2, true],
      [2, 1, true],
      [2, 0, false],
    ]);
  });

  it('keeps to the rounds and points that were asked for', () => {
    const { main, points } = planAdvice(later, { withinMs, rounds: 1, points: 0 });
    expect([main.rounds, points.length]).toEqual([1, 0]);
  });
});
