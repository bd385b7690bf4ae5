import { describe, expect, it } from 'vitest';
import { schedule } from './schedule.ts';

const constant = (perSecond: number, forMs: number, warmUpMs = 0) => [
  ...schedule({ arrivals: 'constant', stages: [{ perSecond, forMs }], warmUpMs }, 1),
];

describe('constant arrivals', () => {
  it('are evenly spaced from the start', () => {
    expect(constant(10, 500)).toEqual([0, 100, 200, 300, 400]);
  });
  it('begin with the warm-up, at negative times', () => {
    expect(constant(10, 200, 200)).toEqual([-200, -100, 0, 100]);
  });
  it('follow the stages', () => {
    const stages = [
      { perSecond: 10, forMs: 200 },
      { perSecond: 100, forMs: 30 },
      { perSecond: 0, forMs: 1_000 },
    ];
    const due = [...schedule({ arrivals: 'constant', stages, warmUpMs: 0 }, 1)];
    expect(due.map(Math.round)).toEqual([0, 100, 200, 210, 220]);
  });
});

describe('Poisson arrivals', () => {
  const spec = {
    arrivals: 'poisson' as const,
    stages: [
      { perSecond: 1_000, forMs: 10_000 },
      { perSecond: 100, forMs: 10_000 },
    ],
    warmUpMs: 1_000,
  };
  it('are the same for the same seed and different for another', () => {
    expect(schedule(spec, 1)).toEqual(schedule(spec, 1));
    expect(schedule(spec, 1)).not.toEqual(schedule(spec, 2));
  });
  it('ascend and come at the rate of their stage', () => {
    const due = schedule(spec, 1);
    expect(due.every((time, index) => index === 0 || time >= due[index - 1]!)).toBe(true);
    const between = (from: number, to: number) => due.filter((time) => time >= from && time < to).length;
    // Four standard deviations of a Poisson count.
    expect(Math.abs(between(0, 10_000) - 10_000)).toBeLessThan(400);
    expect(Math.abs(between(10_000, 20_000) - 1_000)).toBeLessThan(127);
    expect(Math.abs(between(-1_000, 0) - 1_000)).toBeLessThan(127);
  });
  it('have exponential gaps: as spread as they are long', () => {
    const due = schedule({ ...spec, stages: [{ perSecond: 1_000, forMs: 20_000 }] }, 3);
    const gaps = [...due].slice(1).map((time, index) => time - due[index]!);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(deviation / mean).toBeGreaterThan(0.95);
    expect(deviation / mean).toBeLessThan(1.05);
  });
});
