import { describe, expect, it } from 'vitest';
import { roundLiteral } from '../../test/support/round-literal.ts';
import { instancesAt, meanInstances } from './instances-at.ts';

const change = { service: 'stock', utilisation: 1, target: 0.7 };
const scaling = [
  { ...change, at: 1_000, from: 1, to: 3, doneAt: 2_000 },
  { ...change, at: 5_000, from: 3, to: 2, doneAt: 6_000 },
  { ...change, at: 7_000, from: 2, to: 4, doneAt: null },
  { ...change, service: 'mail', at: 1_000, from: 1, to: 4, doneAt: 1_500 },
];

describe('the processes of a service that scales', () => {
  it.each([
    [0, 1],
    [1_999, 1],
    [2_000, 3],
    [5_999, 3],
    [6_000, 2],
    [9_000, 2],
  ])('at %i ms are %i', (at, expected) => {
    expect(instancesAt({ scaling }, 'stock', 1, at)).toBe(expected);
  });

  it('are as many as at the beginning where nothing scales', () => {
    expect(instancesAt({}, 'stock', 2, 1_000)).toBe(2);
  });

  it('are averaged over samples', () => {
    const { samples } = roundLiteral({ contestant: 'http' });
    const round = { scaling, samples: { ...samples, t: [0, 1_000, 3_000, 4_000] } };
    expect(meanInstances(round, 'stock', 1, [0, 1, 2, 3])).toBe(2);
    expect(meanInstances(round, 'stock', 1, [])).toBe(1);
  });
});
