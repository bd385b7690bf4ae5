import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { describe, expect, test } from 'vitest';
import { completedAfter, figuresOf, type SyntheticRequest } from '../../test/support/synthetic-round.ts';
import { phaseNames } from '../result/figures.ts';
import type { FaultRecord } from '../result/observations.ts';
import { outcomeClasses } from '../result/outcomes.ts';
import { binWidth } from './timeline.ts';

const crash: FaultRecord = {
  type: 'crash',
  target: 'payments',
  struckAt: 4_000,
  liftedAt: 6_000,
  bites: 1,
  applies: true,
};

/** 100 requests a second for 10 s after 1 s of warm-up: 20 ms, but in the fault 2 s late; every fourth one is refused. */
const requestAt = (dueAt: number, index: number): SyntheticRequest => {
  if (dueAt < 4_000 || dueAt >= 6_000) return completedAfter(dueAt, 20);
  if (index % 4 === 0) return { dueAt, answer: 'error', answeredAfter: 300, did: [['opened', 1]] };
  return completedAfter(dueAt, 2_000);
};
const requests = Array.from({ length: 1_100 }, (_unused, index) => requestAt(index * 10 - 1_000, index));
const figures = figuresOf(requests, 10_000, [crash]);

describe('a round with a fault in the middle', () => {
  test('phases do not blend', () => {
    const { before, during, after, all } = figures.phases;
    expect([before, during, after].map(({ completed }) => [completed.count, completed.p50])).toEqual([
      [400, 20],
      [200, 2_000],
      [400, 20],
    ]);
    expect(all.completed.count).toBe(1_000);
    expect(all.outcomes).toEqual(figures.outcomes);
    expect(before.outcomes.sent + during.outcomes.sent + after.outcomes.sent).toBe(figures.outcomes.sent);
  });

  test('the error-adjusted percentile reads never where the successes alone look fine', () => {
    const { completed } = figures.phases.during;
    expect(completed).toMatchObject({
      p50: 2_000,
      p90: null,
      p95: null,
      never: ['p90', 'p95', 'max', 'mean'],
    });
    expect(completed.successes).toMatchObject({ count: 150, p90: 2_000, max: 2_000, never: [] });
    // Answers include the errors, which came after 300 ms.
    expect(completed.answers).toMatchObject({ count: 200, p50: 2_000, mean: (150 * 2_000 + 50 * 300) / 200 });
    expect(completed.serviceTime.p50).toBe(1_999);
  });

  test('rates count the requests that were due in the window and got there in it; what is carried over is named', () => {
    expect(figures.rates).toMatchObject({ offered: 100, accepted: 95, completed: 94.8 });
    // Due in the last 20 ms of the warm-up, completed in the measured time; and so at its end.
    expect([figures.rates.carriedIn?.completed, figures.rates.carriedOut?.completed]).toEqual([0.2, 0.2]);
    const { offered, completed, carriedIn, carriedOut } = figures.phases.during.rates;
    // Of the two seconds only the requests due in the last 20 ms before the fault complete in it.
    expect([offered, completed, carriedIn?.completed, carriedOut?.completed]).toEqual([100, 0, 1, 75]);
  });

  test('consistency is the time from accepted to active and noticed', () => {
    expect(figures.phases.before.consistency.p50).toBeCloseTo(20 * 0.9 - 5, 3);
  });

  test('timeline bins add up to the round', () => {
    const sum = (key: 'offered' | 'accepted' | 'completed' | 'failed' | 'lost') =>
      figures.timeline.reduce((total, bin) => total + bin[key], 0);
    expect(figures.timeline[0]?.t).toBe(-1_000);
    expect([sum('offered'), sum('completed'), sum('failed'), sum('lost')]).toEqual([1_100, 1_050, 50, 0]);
    const hit = figures.timeline.find(({ t }) => t === 5_000);
    expect(hit).toMatchObject({ completedP50: 2_000, completedP95: null });
    // Never is no lack of samples, in each milestone by itself.
    expect(hit?.never).toEqual(['acceptedP95', 'completedP95']);
    expect(figures.timeline.find(({ t }) => t === 1_000)?.never).toEqual([]);
  });

  test('dots keep all failures, exemplars show where the time went', () => {
    const refused = outcomeClasses.indexOf('refused');
    expect(figures.dots.points.filter(([, , outcome]) => outcome === refused)).toHaveLength(50);
    expect(figures.dots.points.length + figures.dots.left).toBe(1_000);
    const [median, slow, worst] = figures.exemplars;
    expect(median).toMatchObject({ percentile: 50, sentAt: 1, acceptedAt: 5, completedAt: 20 });
    expect(median?.spans.map(({ service, effect }) => `${service} ${effect}`)).toEqual([
      'subscriptions opened',
      'payments charged',
      'subscriptions activated',
      'recommendations recommended',
      'notifications notified-ready',
    ]);
    expect(median?.spans[1]).toMatchObject({ receivedAt: 6, startedAt: 7, endedAt: 8 });
    // Of a hundred, five were refused: at p99 nobody completed, and the successes alone would have shown 2 s.
    expect(slow).toMatchObject({ percentile: 99, never: true, outcome: 'refused', completedAt: 300 });
    expect(worst).toMatchObject({ percentile: 100, acceptedAt: null, completedAt: 300 });
  });

  test('histograms hold the successes in microseconds', () => {
    for (const phase of phaseNames) {
      const histogram = decodeFromCompressedBase64(figures.histograms[phase].completed);
      expect(histogram.totalCount).toBe(figures.phases[phase].completed.successes.count);
    }
    const during = decodeFromCompressedBase64(figures.histograms.during.completed);
    expect(during.getValueAtPercentile(50) / 2_000_000).toBeCloseTo(1, 2);
  });
});

describe('corners', () => {
  test('a decline is neither a success nor a failure', () => {
    const declined: SyntheticRequest = {
      dueAt: 5,
      answer: 'declined',
      answeredAfter: 10,
      did: [
        ['opened', 1],
        ['declined', 2],
        ['cancelled', 3],
      ],
    };
    const { phases, outcomes } = figuresOf([completedAfter(0, 20), declined], 1_000);
    expect(outcomes).toMatchObject({ completed: 1, declined: 1, unserved: 0 });
    expect(phases.all.completed).toMatchObject({ count: 1, max: 20, never: [] });
    expect(phases.all.accepted).toMatchObject({ count: 1, never: [] });
    expect(phases.all.completed.answers.count).toBe(2);
  });

  test('an accepted payment that the bank declines later counts as accepted', () => {
    const late: SyntheticRequest = {
      dueAt: 0,
      answer: 'accepted',
      answeredAfter: 4,
      notice: 'declined',
      noticedAfter: 30,
      did: [
        ['opened', 1],
        ['declined', 10],
        ['cancelled', 20],
        ['notified-declined', 25],
      ],
    };
    const { phases } = figuresOf([late], 1_000);
    expect(phases.all.accepted).toMatchObject({ count: 1, max: 4 });
    expect(phases.all.completed).toMatchObject({ count: 0, never: [] });
  });

  test('an empty round has figures for nothing, and no exemplars', () => {
    const empty = figuresOf([], 1_000);
    expect(empty.outcomes.sent).toBe(0);
    expect(empty.exemplars).toEqual([]);
    expect(empty.phases.all.completed).toMatchObject({ p50: null, count: 0, never: [] });
  });

  test.each([
    [{ fromMs: -3_000, toMs: 40_000 }, 2_300, 500],
    [{ fromMs: 0, toMs: 5_000 }, 50_000, 100],
    [{ fromMs: 0, toMs: 5_000 }, 50, 100],
    [{ fromMs: 0, toMs: 3_600_000 }, 1_000_000, 30_000],
    [{ fromMs: 0, toMs: 10 * 86_400_000 }, 10, 3_600_000],
  ])('bin width for %j with %d requests is %d ms', (span, count, expected) => {
    const width = binWidth(span, count);
    expect((span.toMs - span.fromMs) / width).toBeLessThanOrEqual(240);
    expect(width).toBe(expected);
  });
});
