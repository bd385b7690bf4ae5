import { describe, expect, it } from 'vitest';
import { workMs } from './simulated-work.ts';

const work = { medianMs: 20, p99Ms: 80 };

describe('the time that a step works', () => {
  it('is the same for the same request and draw, and the first draw is what there was without draws', () => {
    expect(workMs(1, '7', 'charge', work, 1)).toBe(workMs(1, '7', 'charge', work));
    expect(workMs(1, '7', 'charge', work)).toBeCloseTo(20.687881774297413, 6);
    expect(workMs(1, '7', 'charge', work, 2)).toBe(workMs(1, '7', 'charge', work, 2));
  });

  it('is another for each further draw', () => {
    const draws = [1, 2, 3, 4].map((draw) => workMs(1, '7', 'charge', work, draw));
    expect(new Set(draws).size).toBe(4);
  });
});
