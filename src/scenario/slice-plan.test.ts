import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schedule } from '../load/schedule.ts';
import { ownWindows } from '../load/slices.ts';
import { slicePlan } from './slice-plan.ts';

const usual = {
  contestants: 2,
  abreast: false,
  durationMs: 10_000,
  warmUpMs: 3_000,
  gapMs: 300,
  seed: 1,
  round: 1,
};

describe('in turn', () => {
  test('nobody has a slice, or the gap after it, at the same time as another', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1 }),
        fc.integer({ min: 1 }),
        (contestants, seed, round) => {
          const plans = slicePlan({ ...usual, contestants, seed, round });
          const all = plans.flatMap(ownWindows).toSorted((a, b) => a[0] - b[0]);
          for (const [place, [from]] of all.entries())
            expect(from).toBeGreaterThanOrEqual((all[place - 1]?.[1] ?? 0) - 1e-6);
          expect(all).toHaveLength(4 * contestants);
          expect(all.at(-1)![1]).toBeCloseTo(plans[0]!.endMs, 6);
        },
      ),
    );
  });

  test('who goes first is drawn anew for every pair of slices', () => {
    const firsts = Array.from({ length: 50 }, (_, round) => slicePlan({ ...usual, round })).flatMap(
      ([a, b]) => a!.startsMs.map((at, slice) => at < b!.startsMs[slice]!),
    );
    const share = firsts.filter(Boolean).length / firsts.length;
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });

  test('a load that is shorter than a slice is one slice', () => {
    const [a, b] = slicePlan({ ...usual, durationMs: 400 });
    expect([...a!.startsMs, ...b!.startsMs].toSorted((x, y) => x - y)).toEqual([0, 700]);
    expect(a!.sliceMs).toBe(400);
  });
});

test('side by side all are under load all the time', () => {
  const plans = slicePlan({ ...usual, abreast: true });
  expect(plans[0]).toEqual(plans[1]);
  expect(plans[0]).toMatchObject({ startsMs: [0], sliceMs: 10_000, endMs: 10_000, abreast: 2 });
});

test('the n-th request of all falls due as long after the begin of its slice', () => {
  const spec = {
    arrivals: 'poisson' as const,
    stages: [{ perSecond: 100, forMs: 10_000 }],
    warmUpMs: 3_000,
  };
  const plain = schedule(spec, 7);
  const plans = slicePlan(usual);
  for (const slices of plans) {
    const due = schedule({ ...spec, slices }, 7);
    expect(due).toHaveLength(plain.length);
    for (const [index, at] of plain.entries()) {
      if (at < 0) expect(due[index]).toBeCloseTo(at - 300, 6);
      else {
        const slice = Math.floor(at / slices.sliceMs);
        expect(due[index]! - slices.startsMs[slice]!).toBeCloseTo(at - slice * slices.sliceMs, 6);
      }
    }
    expect([...due].toSorted((x, y) => x - y)).toEqual([...due]);
  }
});
