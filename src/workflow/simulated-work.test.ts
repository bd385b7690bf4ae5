import { describe, expect, it } from 'vitest';
import { simulateWork, workMs } from './simulated-work.ts';

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

describe('work that computes', () => {
  it('spends the processor time that it was given, and lets others have their turns meanwhile', async () => {
    const since = process.cpuUsage();
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    await simulateWork(0, 60);
    clearInterval(ticking);
    const { user, system } = process.cpuUsage(since);
    expect((user + system) / 1_000).toBeGreaterThanOrEqual(60);
    expect(turns).toBeGreaterThan(3);
  });
});
