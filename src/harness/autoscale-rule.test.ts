import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Autoscale } from '../scenario/scenario.ts';
import { decideScale, type Recommendation } from './autoscale-rule.ts';

const spec: Autoscale = { target: 0.7, from: 1, to: 4, everyMs: 2_000, downAfterMs: 10_000 };

const decide = (instances: number, utilisation: number, past: readonly Recommendation[] = []): number =>
  decideScale({ at: 20_000, instances, utilisation, past }, spec).instances;

describe('the rule of the autoscaler', () => {
  it.each([
    ['more than the target asks for more', 1, 1, 2],
    ['twice the target asks for twice as many', 2, 1, 3],
    ['no more than the bound', 3, 1, 4],
    ['within a tenth above it stays', 2, 0.77, 2],
    ['beyond a tenth above it grows', 2, 0.78, 3],
    ['within a tenth below it stays', 3, 0.63, 3],
    ['half the use needs half', 4, 0.35, 2],
    ['idle needs the least', 4, 0, 1],
    ['exactly what is needed is not rounded up', 3, 1.4 / 3, 2],
  ])('%s', (_, instances, utilisation, to) => {
    expect(decide(instances, utilisation)).toBe(to);
  });

  it('takes none away while a decision of late wanted as many', () => {
    expect(decide(4, 0, [{ at: 10_001, instances: 4 }])).toBe(4);
    expect(decide(4, 0, [{ at: 10_001, instances: 3 }])).toBe(3);
    expect(decide(4, 0, [{ at: 10_000, instances: 4 }])).toBe(1);
  });

  it('adds at once, whatever was decided before', () => {
    expect(decide(1, 1, [{ at: 19_999, instances: 1 }])).toBe(2);
  });

  const inputs = fc.record({
    at: fc.constant(20_000),
    instances: fc.integer({ min: 1, max: 4 }),
    utilisation: fc.double({ min: 0, max: 1, noNaN: true }),
    past: fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 20_000 }), instances: fc.integer({ min: 1, max: 4 }) }),
      { maxLength: 8 },
    ),
  });

  it('stays within its bounds, and below a decision of late only for more', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { instances } = decideScale(input, spec);
        expect(instances).toBeGreaterThanOrEqual(spec.from);
        expect(instances).toBeLessThanOrEqual(spec.to);
        const lately = input.past.filter(({ at }) => input.at - at < spec.downAfterMs);
        for (const { instances: wanted } of lately)
          expect(instances).toBeGreaterThanOrEqual(Math.min(wanted, input.instances));
      }),
    );
  });

  it('never asks for fewer where more is used', () => {
    fc.assert(
      fc.property(inputs, fc.double({ min: 0, max: 1, noNaN: true }), (input, other) => {
        const [low, high] = [Math.min(input.utilisation, other), Math.max(input.utilisation, other)];
        const at = (utilisation: number) => decideScale({ ...input, utilisation }, spec).instances;
        expect(at(high)).toBeGreaterThanOrEqual(at(low));
      }),
    );
  });

  it('has what is busy fit within the target and its tolerance, as far as it may', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { instances } = decideScale(input, spec);
        const busy = input.instances * input.utilisation;
        if (instances < spec.to) expect(busy / instances).toBeLessThanOrEqual(spec.target * 1.1 + 1e-6);
      }),
    );
  });

  it('comes to rest under a steady use', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4, noNaN: true }), (busy) => {
        let instances = 1;
        let past: readonly Recommendation[] = [];
        const counts: number[] = [];
        for (let at = 0; at < 60_000; at += spec.everyMs) {
          const decision = decideScale(
            { at, instances, utilisation: Math.min(1, busy / instances), past },
            spec,
          );
          instances = decision.instances;
          past = [...past, decision.recommendation];
          counts.push(instances);
        }
        expect(new Set(counts.slice(-10)).size).toBe(1);
      }),
    );
  });
});
