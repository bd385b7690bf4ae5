import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schedule } from './schedule.ts';
import { curveOf, requestsIn, type Stage } from './shapes/index.ts';

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
  it('warm up at the mean rate of the first stage in which anything falls due', () => {
    const warmUp = (...stages: readonly Stage[]): number =>
      schedule({ arrivals: 'constant', stages, warmUpMs: 1_000 }, 1).filter((at) => at < 0).length;
    const ramp = { perSecond: 0, toPerSecond: 60, forMs: 2_000 };
    const burst = { type: 'burst', settings: { rate: 10, peak: 400, every: 1_000, lasts: 100 } };
    expect(warmUp(ramp)).toBe(30);
    expect(warmUp({ perSecond: 0, forMs: 500 }, ramp)).toBe(30);
    expect(warmUp({ perSecond: 10, forMs: 500 }, ramp)).toBe(10);
    expect(warmUp({ perSecond: 400, forMs: 10_000, shape: burst })).toBe(49);
    expect(warmUp({ perSecond: 0, forMs: 500 })).toBe(0);
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

describe('a rate that changes within a stage', () => {
  const count = (
    stages: readonly Stage[],
    arrivals: 'constant' | 'poisson' = 'constant',
    seed = 1,
  ): Float64Array => schedule({ arrivals, stages, warmUpMs: 0 }, seed);

  it('is a straight line from `rate` to `to`: the n-th request is due when the area below it is n', () => {
    const due = [...count([{ perSecond: 0, toPerSecond: 20, forMs: 1_000 }])];
    // The area up to t seconds is 10 t².
    expect(due.map((ms) => Math.round(10 * (ms / 1_000) ** 2))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  const perSecond = fc.integer({ min: 0, max: 400 });
  const forMs = fc.integer({ min: 50, max: 3_000 });
  const ramp = fc.record({ perSecond, toPerSecond: perSecond, forMs });
  const shaped = fc
    .record({
      low: fc.integer({ min: 0, max: 50 }),
      more: fc.integer({ min: 1, max: 300 }),
      every: fc.integer({ min: 40, max: 900 }),
      forMs,
    })
    .chain(({ low, more, every, forMs: length }) =>
      fc.constantFrom(
        {
          perSecond: low,
          forMs: length,
          shape: { type: 'sine', settings: { low, high: low + more, every } },
        },
        {
          perSecond: low + more,
          forMs: length,
          shape: { type: 'burst', settings: { rate: low, peak: low + more, every, lasts: every / 4 } },
        },
      ),
    );
  const stages = fc.array(fc.oneof(ramp, shaped, fc.record({ perSecond, forMs })), {
    minLength: 1,
    maxLength: 5,
  });

  it('lasts exactly as long as written, and holds as many requests as the integral of the rate', () => {
    fc.assert(
      fc.property(stages, (list) => {
        const due = count(list);
        const length = list.reduce((sum, one) => sum + one.forMs, 0);
        expect(due.every((ms, index) => ms >= (due[index - 1] ?? 0) && ms <= length)).toBe(true);
        expect(Math.abs(due.length - requestsIn(list))).toBeLessThanOrEqual(1 + 1e-6);
      }),
    );
  });

  it('has the integral that its rate has, by a sum of small steps', () => {
    fc.assert(
      fc.property(fc.oneof(ramp, shaped), (stage) => {
        const { rateAt, requestsBefore, highest } = curveOf(stage);
        const steps = 20_000;
        let sum = 0;
        for (let step = 0; step < steps; step += 1) {
          const rate = rateAt(((step + 0.5) * stage.forMs) / steps);
          expect(rate).toBeLessThanOrEqual(highest + 1e-9);
          sum += (rate * stage.forMs) / steps / 1_000;
        }
        // A burst begins and ends within a step: at most one step of the highest rate for each edge.
        const edges = 2 + (2 * stage.forMs) / 40;
        const slack = (edges * highest * stage.forMs) / steps / 1_000;
        expect(Math.abs(sum - requestsBefore(stage.forMs))).toBeLessThanOrEqual(slack + 1e-3);
      }),
      { numRuns: 30 },
    );
  });

  it('comes by chance at the same mean: Poisson arrivals, four standard deviations', () => {
    const list = [{ perSecond: 0, toPerSecond: 1_000, forMs: 10_000 }];
    const due = count(list, 'poisson', 7);
    expect(Math.abs(due.length - 5_000)).toBeLessThan(4 * Math.sqrt(5_000));
    const late = due.filter((ms) => ms >= 5_000).length;
    expect(Math.abs(late - 3_750)).toBeLessThan(4 * Math.sqrt(3_750));
  });
});
