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
import { renderSvg } from './render-svg.ts';

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

/** The crash run as the last of six points; http kept up with four workers only, and one point of events is missing. */
const variedRun = (): RunResult => {
  const points = ['1', '2', '4'].flatMap((workers) =>
    ['1s', '5s'].flatMap((patience) =>
      ['http', 'events'].map((contestant) => {
        const keepsUp = contestant === 'events' || workers === '4';
        return {
          contestant,
          at: [workers, patience],
          perSecond: 60,
          offeredRate: 60,
          completedP50: 400 / Number(workers),
          completedP95: keepsUp ? 900 / Number(workers) : null,
          never: keepsUp ? [] : ['completedP95'],
          completedRate: keepsUp ? 60 : 15 * Number(workers),
          unservedShare: keepsUp ? 0 : 0.5,
          valid: true,
        };
      }),
    ),
  );
  const paths = ['services.payments.workers', 'load.patience'];
  return { ...crashRun(), varied: { paths, points: points.slice(0, -1) } };
};

/** The crash run as the last of a search: http needs more and more, events were not held at the highest rate. */
const neededRun = (): RunResult => {
  const point = (contestant: string, perSecond: number, payments: number, held: boolean | null) => ({
    contestant,
    perSecond,
    amounts: { payments, recommendations: Math.ceil(payments / 2) },
    held,
    usedUp: payments === 1 ? [] : ['worker slots of payments (98% busy)'],
    runs: 1,
  });
  const points = [
    ...[point('http', 20, 1, true), point('http', 40, 2, true), point('http', 80, 4, true)],
    ...[point('events', 20, 1, true), point('events', 40, 1, null), point('events', 80, 4, false)],
  ];
  const services = ['payments', 'recommendations'];
  return { ...crashRun(), needs: { of: 'instances', services, amounts: [1, 2, 4], points } };
};

const runs: Readonly<Record<string, RunResult>> = {
  swept: sweptRun(),
  varied: variedRun(),
  needed: neededRun(),
  healthy: healthyRun(),
  crash: crashRun(),
  four: fourContestants(),
  nothing: nothingCompleted(),
};

/** A sentence for each axis: its name and how far it reaches. */
const axesOf = ({ option }: Chart): readonly string[] => {
  const { xAxis, yAxis } = option ?? {};
  return [xAxis, yAxis].flat().flatMap((axis) => {
    if (axis === undefined || axis.show === false) return [];
    const { name = '', min, max } = axis;
    const ends = [min, max].map((end) =>
      typeof end === 'number' ? Number(end.toPrecision(4)) : (end ?? 'auto'),
    );
    return [`${name === '' ? '' : `${name}: `}${ends.join(' to ')}`];
  });
};

const mostRows = 6;

/** What a reader is told by a chart: its finding, its axes, its series and its table. */
const told = (chart: Chart): string => {
  const { id, finding, subtitle, emptyReason, option, table } = chart;
  const series = [option?.series ?? []].flat().map(({ type }) => String(type));
  const rows = table.rows.map((row) => row.join(' | '));
  const shown =
    rows.length <= mostRows
      ? rows
      : [...rows.slice(0, mostRows - 1), `… ${rows.length} rows …`, ...rows.slice(-1)];
  return [
    `# ${id}`,
    `finding: ${finding}`,
    `subtitle: ${subtitle}`,
    ...(emptyReason === null ? [] : [`empty: ${emptyReason}`]),
    ...axesOf(chart).map((axis) => `axis: ${axis}`),
    `series: ${[...new Set(series)].join(', ')}`,
    table.head.join(' | '),
    ...shown,
    '',
  ].join('\n');
};

describe.each(Object.entries(runs))('the charts of the %s run', (name, result) => {
  it('say what they find, and name their axes and series', async () => {
    await expect(chartsOf(result).map(told).join('\n')).toMatchFileSnapshot(`../golden/charts/${name}.txt`);
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
    expect(chartsOf(read).map(renderSvg)).toEqual(chartsOf(result).map(renderSvg));
  });
});

/** The charts of sweeps are drawn for swept runs, every other one for the crash. */
const pictured = [
  ...chartsOf(sweptRun()),
  ...[variedRun(), neededRun()].flatMap((run) => chartsOf(run).slice(0, 1)),
].filter(({ option }) => option !== null);

it.each(pictured.map((chart) => [chart.id, chart] as const))('the picture of %s', async (id, chart) => {
  await expect(`${renderSvg(chart)}\n`).toMatchFileSnapshot(`../golden/charts/${id}.svg`);
});
