import { describe, expect, test } from 'vitest';
import { faultSpec } from '../../test/support/fault-spec.ts';
import type { FaultSpec } from '../faults/fault.ts';
import { beyondTheLoad, planInjections } from './injection-plan.ts';

const spec = (type: string, name: string, atMs: number, forMs: number): FaultSpec =>
  faultSpec(
    type,
    name === 'broker' ? { kind: 'broker' } : { kind: 'service', service: name, instance: null, step: null },
    { id: `${type}-${name}-${atMs}`, atMs, forMs, settings: type === 'latency' ? { add: '5ms' } : {} },
  );

test('a fault that has to wait until the load is over is named before anything runs', () => {
  const specs = [spec('broker-crash', 'broker', 1_000, 3_000), spec('crash', 'payments', 6_000, 1_000)];
  const plan = planInjections(specs, 5_000);
  expect(beyondTheLoad(specs, plan, 12_000)).toBeNull();
  expect(beyondTheLoad(specs, plan, 11_000)).toEqual({ spec: specs[1], atMs: 11_000 });
});

describe('planInjections', () => {
  test('leaves alone what needs no restart of the broker', () => {
    const specs = [spec('latency', 'payments', 1_000, 2_000), spec('pause', 'broker', 4_000, 500)];
    expect(planInjections(specs, 5_000)).toEqual([
      { atMs: 1_000, forMs: 2_000, leadMs: 0, follows: [] },
      { atMs: 4_000, forMs: 500, leadMs: 0, follows: [0] },
    ]);
  });

  test('makes an outage that is shorter than a boot as long as twice the boot at rest', () => {
    expect(planInjections([spec('broker-crash', 'broker', 1_000, 3_000)], 4_912)).toEqual([
      { atMs: 1_000, forMs: 9_900, leadMs: 9_900, follows: [] },
    ]);
  });

  test('begins the restart within an outage that is longer', () => {
    expect(planInjections([spec('broker-crash', 'broker', 1_000, 20_000)], 5_000)).toEqual([
      { atMs: 1_000, forMs: 20_000, leadMs: 10_000, follows: [] },
    ]);
  });

  test('moves what the scenario has afterwards, in whatever order it is written, and not what overlaps', () => {
    const specs = [
      spec('crash', 'payments', 30_000, 1_000),
      spec('crash', 'payments', 6_000, 1_000),
      spec('latency', 'payments', 1_500, 3_000),
      spec('broker-crash', 'broker', 1_000, 3_000),
    ];
    expect(planInjections(specs, 5_000)).toEqual([
      { atMs: 30_000, forMs: 1_000, leadMs: 0, follows: [1, 2, 3] },
      { atMs: 11_000, forMs: 1_000, leadMs: 0, follows: [2, 3] },
      { atMs: 1_500, forMs: 3_000, leadMs: 0, follows: [] },
      { atMs: 1_000, forMs: 10_000, leadMs: 10_000, follows: [] },
    ]);
  });

  test('moves a whole chain', () => {
    const specs = [1_000, 6_000, 11_000].map((atMs) => spec('broker-crash', 'broker', atMs, 3_000));
    expect(planInjections(specs, 5_000).map(({ atMs }) => atMs)).toEqual([1_000, 11_000, 21_000]);
  });
});
