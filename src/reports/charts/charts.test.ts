import { describe, expect, it } from 'vitest';
import {
  crashRun,
  fourContestants,
  healthyRun,
  nothingCompleted,
} from '../../../test/support/sample-results.ts';
import type { RunResult } from '../../result/run.ts';
import type { Chart } from './chart.ts';
import { chartsOf } from './index.ts';

/** The crash run as the highest of three rates; the last one was never completed by http. */
const sweptRun = (): RunResult => {
  const point = { completedP50: 40, completedP95: 90, never: [], unservedShare: 0, valid: true };
  const points = [20, 40, 80].flatMap((perSecond) => [
    { ...point, contestant: 'http', perSecond, completedRate: perSecond, completedP95: perSecond * 3 },
    { ...point, contestant: 'events', perSecond, completedRate: perSecond, completedP95: 100 + perSecond },
  ]);
  const broken = { unservedShare: 0.25, completedP95: null, never: ['completedP95'], completedRate: 60 };
  return { ...crashRun(), sweep: points.map((one, index) => (index === 4 ? { ...one, ...broken } : one)) };
};

const runs: Readonly<Record<string, RunResult>> = {
  swept: sweptRun(),
  ...{ healthy: healthyRun(), crash: crashRun(), four: fourContestants(), nothing: nothingCompleted() },
};

/** Long lists by their length, first and last item: what a reader of a golden file can check against the literal run. */
const brief = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const items = value.map(brief);
    return items.length <= 4 ? items : [items[0], `… ${items.length} items …`, items.at(-1)];
  }
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'number') return Number(value.toPrecision(6));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, brief(inner)]));
};

/** Every series in full view, everything else in brief. */
const golden = ({ option, table, marks, ...rest }: Chart): string => {
  const { series = [], ...frame } = option ?? {};
  const listed = Array.isArray(series) ? series : [series];
  const shown = {
    ...{ ...rest, frame: option === null ? null : brief(frame), series: listed.map(brief) },
    ...{ head: table.head, rows: brief(table.rows), marks: brief(marks) },
  };
  return `${JSON.stringify(shown, null, 1)}\n`;
};

describe.each(Object.entries(runs))('the charts of the %s run', (name, result) => {
  it.each(chartsOf(result).map((chart) => [chart.id, chart] as const))('%s', async (id, chart) => {
    await expect(golden(chart)).toMatchFileSnapshot(`../golden/charts/${name}.${id}.json`);
  });

  it('have a mark row for every table row, and a reason where there is nothing', () => {
    for (const chart of chartsOf(result)) {
      const { option, emptyReason, table, marks, finding, subtitle, description } = chart;
      expect(marks.length === table.rows.length || option === null).toBe(true);
      expect(option === null).toBe(emptyReason !== null);
      for (const text of [finding, subtitle, description]) expect(text.length).toBeGreaterThan(10);
      for (const row of table.rows) expect(row.length).toBe(table.head.length);
    }
  });

  it('are the same when the result has gone through a file', () => {
    const read = JSON.parse(JSON.stringify(result)) as RunResult;
    expect(chartsOf(read).map(golden)).toEqual(chartsOf(result).map(golden));
  });
});
