import { describe, expect, it } from 'vitest';
import type { UsedUp } from '../reports/used-up.ts';
import { type MeasureNeeds, mostProbes, type NeedsSearch, searchNeeds } from './search-needs.ts';

const used = (kind: UsedUp['kind'], service: string | null, where = service ?? kind): UsedUp => ({
  ...{ kind, where, service },
  ...{ used: 1, of: 1, waiting: 0 },
});

const search: NeedsSearch = {
  rates: [50, 100, 200],
  contestants: ['http'],
  services: ['stock', 'invoices'],
  amounts: [1, 2, 4],
  of: 'instances',
};

/** A machine on which one instance of a service does so many a second; notes what it was asked. */
const machine = (eachPerSecond: Readonly<Record<string, number>>) => {
  const asked: string[] = [];
  const measure: MeasureNeeds = (contestant, perSecond, amounts) => {
    asked.push(`${contestant} ${perSecond} ${Object.values(amounts).join('+')}`);
    const usedUp = Object.entries(eachPerSecond).flatMap(([service, each]): readonly UsedUp[] =>
      (amounts[service] ?? 1) * each < perSecond ? [used('slots', service)] : [],
    );
    return Promise.resolve({ held: usedUp.length === 0, usedUp });
  };
  return { asked, measure };
};

describe('searchNeeds', () => {
  it('gives more to the service that was used up, and begins each rate with what the one before needed', async () => {
    const { asked, measure } = machine({ stock: 60, invoices: 120 });
    const points = await searchNeeds(search, measure);
    expect(asked).toEqual([
      ...['http 50 1+1', 'http 100 1+1', 'http 100 2+1'],
      ...['http 200 2+1', 'http 200 4+1', 'http 200 4+2'],
    ]);
    expect(points).toEqual([
      {
        contestant: 'http',
        perSecond: 50,
        amounts: { stock: 1, invoices: 1 },
        held: true,
        usedUp: [],
        runs: 1,
      },
      {
        contestant: 'http',
        perSecond: 100,
        amounts: { stock: 2, invoices: 1 },
        held: true,
        usedUp: ['worker slots of stock (100% busy)'],
        runs: 2,
      },
      {
        contestant: 'http',
        perSecond: 200,
        amounts: { stock: 4, invoices: 2 },
        held: true,
        usedUp: ['worker slots of invoices (100% busy)'],
        runs: 3,
      },
    ]);
    expect(asked.length).toBeLessThanOrEqual(mostProbes(search));
  });

  it('ends at a rate that the most of a service does not hold, and begins anew for the next contestant', async () => {
    const { asked, measure } = machine({ stock: 20, invoices: 500 });
    const points = await searchNeeds({ ...search, contestants: ['http', 'events'] }, measure);
    expect(points.map(({ contestant, perSecond, held }) => [contestant, perSecond, held])).toEqual([
      ['http', 50, true],
      ['http', 100, false],
      ['events', 50, true],
      ['events', 100, false],
    ]);
    expect(points[1]).toMatchObject({
      amounts: { stock: 4, invoices: 1 },
      usedUp: ['worker slots of stock (100% busy)'],
    });
    expect(asked).toContain('events 50 1+1');
  });

  it.each<[string, 'instances' | 'workers', readonly UsedUp[], boolean]>([
    ['a process by more instances', 'instances', [used('process', 'stock', 'stock-1')], true],
    ['a process not by more workers', 'workers', [used('process', 'stock', 'stock-1')], false],
    ['the machine by nothing', 'instances', [used('machine', null)], false],
    ['a service that is not among them by nothing', 'instances', [used('slots', 'else')], false],
    [
      'slots by more, also where the machine is busy',
      'workers',
      [used('machine', null), used('slots', 'stock')],
      true,
    ],
  ])('mends %s', async (_, of, usedUp, isMended) => {
    const measure: MeasureNeeds = (_contestant, _perSecond, { stock = 0 }) =>
      Promise.resolve({ held: stock > 1, usedUp });
    const [point] = await searchNeeds({ ...search, rates: [10], of }, measure);
    expect(point?.held).toBe(isMended);
  });

  it('goes on after a run that decided nothing, and says which budgets did not hold', async () => {
    const probes = [
      { held: null, usedUp: [], broken: [] },
      { held: false, usedUp: [], broken: ['completed.p95 < 1s (2s)'] },
    ];
    const points = await searchNeeds(search, () => Promise.resolve(probes.shift() ?? null));
    expect(points).toMatchObject([
      { perSecond: 50, held: null, runs: 1 },
      { perSecond: 100, held: false, broken: ['completed.p95 < 1s (2s)'] },
    ]);
  });

  it('stops when it was interrupted', async () => {
    expect(await searchNeeds(search, () => Promise.resolve(null))).toEqual([]);
  });
});
