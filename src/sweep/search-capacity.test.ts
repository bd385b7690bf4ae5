import { describe, expect, it } from 'vitest';
import { expressionsAt } from '../../test/support/expressions.ts';
import { healthyRun } from '../../test/support/sample-results.ts';
import { keptUpRates } from '../analysis/sweep.ts';
import { sweepPointsOf } from '../reports/sweep-points.ts';
import type { RunResult } from '../result/run.ts';
import { type MeasureRate, searchCapacity } from './search-capacity.ts';

/** A machine on which each contestant keeps up to its own rate; notes what it was asked. */
const machine = (capacity: Readonly<Record<string, number>>) => {
  const asked: string[] = [];
  const sample = healthyRun();
  const at = (perSecond: number, names: readonly string[]): RunResult => ({
    ...sample,
    scenario: {
      ...sample.scenario,
      contestants: sample.scenario.contestants.filter(({ name }) => names.includes(name)),
    },
    rounds: sample.rounds
      .filter(({ contestant }) => names.includes(contestant))
      .map((round) => {
        const rates = {
          ...round.phases.all.rates,
          offered: perSecond,
          completed: Math.min(perSecond, capacity[round.contestant]!),
        };
        const phases = { ...round.phases, all: { ...round.phases.all, rates } };
        return { ...round, phases, outcomes: { ...round.outcomes, unserved: 0 } };
      }),
  });
  const measure: MeasureRate = (perSecond, only) => {
    asked.push(`${perSecond}${only === null ? '' : ` ${only}`}`);
    const result = at(perSecond, only === null ? Object.keys(capacity) : [only]);
    return Promise.resolve([{ perSecond, result }]);
  };
  return { asked, measure };
};

describe('searchCapacity', () => {
  it('doubles until nobody keeps up, then halves the gap of each', async () => {
    const { asked, measure } = machine({ http: 70, events: 150 });
    const runs = await searchCapacity({ from: 25, to: 800, halvings: 2 }, measure);
    expect(asked).toEqual([
      ...['25', '50', '100', '200'],
      ...['75 http', '150 events', '63 http', '175 events'],
    ]);
    expect(runs.map(({ perSecond }) => perSecond)).toEqual([25, 50, 100, 200, 75, 150, 63, 175]);
  });

  it('ends at the highest rate, and has no gap to halve where everybody kept up', async () => {
    const { asked, measure } = machine({ http: 1_000, events: 1_000 });
    await searchCapacity({ from: 25, to: 110, halvings: 3 }, measure);
    expect(asked).toEqual(['25', '50', '100']);
  });

  it('asks the budgets that it is given instead', async () => {
    const { asked, measure } = machine({ http: 70, events: 150 });
    const budgets = expressionsAt(['events.rate.completed < 120/s', 'http.sent > 0']);
    const runs = await searchCapacity({ from: 25, to: 800, halvings: 0, asked: budgets }, measure);
    expect(asked).toEqual(['25', '50', '100', '200', '400', '800']);
    expect(
      keptUpRates(runs.flatMap(({ result, perSecond }) => sweepPointsOf(result, perSecond, budgets))),
    ).toEqual([
      { contestant: 'http', held: 800, notHeld: null },
      { contestant: 'events', held: 100, notHeld: 200 },
    ]);
  });

  it('stops when a measurement was interrupted', async () => {
    expect(await searchCapacity({ from: 25, to: 400, halvings: 2 }, () => Promise.resolve([]))).toEqual([]);
  });
});
