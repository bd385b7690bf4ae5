import { describe, expect, test } from 'vitest';
import { gateRun } from '../../test/support/gate-run.ts';
import { normal, seededRandom } from '../shared/random.ts';
import { gateAfter, judgeGate, type Margins, usualMargins } from './gate.ts';
import { type Look, type RoundLook, shareOfLook } from './looks.ts';

const only: Look = { fraction: 1, before: 0, isLast: true };

const verdicts = (run: ReturnType<typeof gateRun>, look = only, margins: Margins = usualMargins) =>
  Object.fromEntries(
    judgeGate(run, { base: 'http@main', head: 'http', margins, look, error: 0.01 }).map(
      ({ metric, verdict }) => [metric, verdict],
    ),
  );

describe('a figure is', () => {
  const steady = [0.001, -0.002, 0.0015, -0.001, 0.002, -0.0015, 0.001, -0.001];
  const shifted = (by: number) => steady.map((noise) => noise + by);

  test.each([
    ['not worse, where all that it may be lies below the margin', 0, 'not worse'],
    ['not worse, though surely a little slower', 0.01, 'not worse'],
    ['worse, where it is surely slower and perhaps by the margin', 0.045, 'worse'],
    ['not worse, where it is faster', -0.2, 'not worse'],
  ])('%s', (_, by, expected) => {
    expect(verdicts(gateRun({ p50: shifted(by) }))['completed.p50']).toBe(expected);
  });

  test('not decided, where the noise hides the margin', () => {
    const noisy = [0.1, -0.08, 0.09, -0.1, 0.07, -0.09, 0.1, -0.08];
    expect(verdicts(gateRun({ p50: noisy }))['completed.p50']).toBe('not decided');
  });

  test('not decided by two pairs, however alike', () => {
    expect(verdicts(gateRun({ p50: [0, 0] }))['completed.p50']).toBe('not decided');
  });

  test('worse, where one build never gets there and the other always does', () => {
    const never = [null, null, null, null];
    expect(verdicts(gateRun({ p50: never }))['completed.p50']).toBe('worse');
  });

  test('not worse by less than the clock of the generator tells, whatever the share', () => {
    // 10% of 4 ms.
    const tiny = gateRun({ p50: shifted(0.1), baseMs: 4 });
    expect(verdicts(tiny)['completed.p50']).toBe('not worse');
    expect(verdicts(gateRun({ p50: shifted(0.1), baseMs: 40 }))['completed.p50']).toBe('worse');
  });
});

describe('counts', () => {
  test.each([
    [0, 0, 'not worse'],
    [3, 3, 'not worse'],
    [3, 0, 'not worse'],
    [0, 1, 'not decided'],
    [0, 40, 'worse'],
    [5_000, 5_010, 'not decided'],
    [5_000, 6_000, 'worse'],
  ])('%d lost by the base and %d by the head', (base, head, expected) => {
    expect(verdicts(gateRun({ p50: [0, 0, 0], lost: [base, head] }))['lost']).toBe(expected);
  });
});

test('what an early look decided stays, but counts go on', () => {
  const run = gateRun({ p50: [0, 0, 0, 0.3, 0.3, 0.3], lost: [0, 90] });
  const asked = { base: 'http@main', head: 'http', commit: '', margins: usualMargins, error: 0.01 };
  const first = { round: 3, fraction: 0.5, before: 0, isLast: false };
  const second = { round: 6, fraction: 1, before: 0.5, isLast: true };
  const after = (...looks: readonly RoundLook[]) => {
    const { verdict, figures } = gateAfter(run, asked, looks);
    return { verdict, ...Object.fromEntries(figures.map((figure) => [figure.metric, figure.verdict])) };
  };
  expect(after(first)).toMatchObject({ 'completed.p50': 'not worse', lost: 'worse' });
  expect(after(first, second)).toMatchObject({ 'completed.p50': 'not worse', lost: 'worse' });
  expect(after(second)).toMatchObject({ verdict: 'worse', 'completed.p50': 'not decided' });
});

test('fewer than two pairs decide nothing', () => {
  const asked = { base: 'http@main', head: 'http', commit: '', margins: usualMargins, error: 0.01 };
  expect(gateAfter(gateRun({ p50: [0] }), asked, [{ round: 1, ...only }]).verdict).toBe('invalid');
});

test('the looks use up the error, and no more', () => {
  const at = [0.2, 0.35, 0.5, 0.65, 0.8, 0.95];
  const looks = at.map((fraction, place) => ({
    fraction,
    before: at[place - 1] ?? 0,
    isLast: place === at.length - 1,
  }));
  expect(looks.reduce((sum, look) => sum + shareOfLook(look), 0)).toBeCloseTo(1, 12);
  expect(shareOfLook(looks.at(-1)!)).toBeGreaterThan(0.7);
});

const noMargins: Margins = { median: 0, p95: 0, rate: 0, resolutionMs: 0 };

/** Eight looks at like with like, as a gate takes them; whether any of them called it worse. */
const alarms = (draw: (pair: number) => number, pairs = 8): boolean => {
  const values: number[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    values.push(draw(pair));
    const look = { fraction: pair / pairs, before: (pair - 1) / pairs, isLast: pair === pairs };
    if (verdicts(gateRun({ p50: values }), look, noMargins)['completed.p50'] === 'worse') return true;
  }
  return false;
};

/** What a start comes to whose slices depend strongly on their neighbours: the mean of an autoregressive series. */
const dependent = (random: () => number): number => {
  let [value, sum] = [normal(random), 0];
  for (let slice = 0; slice < 20; slice += 1) {
    value = 0.9 * value + Math.sqrt(1 - 0.9 ** 2) * normal(random);
    sum += value;
  }
  return (0.02 * sum) / 20;
};

test.each([
  ['slices that depend on one another', dependent],
  ['normal noise', (random: () => number) => 0.01 * normal(random)],
  ['heavy tails', (random: () => number) => (0.01 * normal(random)) / Math.sqrt(Math.max(0.05, random()))],
  [
    'now and then a machine that is busy',
    (random: () => number) => (random() < 0.1 ? 0.1 : 0.01) * normal(random),
  ],
])('%s: alarms at most as often as is stated', (_, noise) => {
  const random = seededRandom('gate', 1);
  const runs = 1_500;
  let alarmed = 0;
  for (let run = 0; run < runs; run += 1) if (alarms(() => noise(random))) alarmed += 1;
  // One end of the interval, and only a part of the error is this figure's; three standard errors of chance above 1%.
  expect(alarmed / runs).toBeLessThan(0.01 + 3 * Math.sqrt(0.01 / runs));
});
