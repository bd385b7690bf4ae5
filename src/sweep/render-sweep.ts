import { sweepCurves } from '../reports/charts/sweep.ts';
import { keptUp } from '../reports/charts/sweep-cells.ts';
import { variedCurves } from '../reports/charts/varied.ts';
import type { RunResult, SweepPoint } from '../result/run.ts';
import { columns } from '../shared/columns.ts';

const whatHeldMeans = (points: readonly SweepPoint[]): string =>
  points.some(({ held }) => held !== undefined)
    ? 'Held: no budget that was asked failed, by the same judgement as in a run.'
    : `${keptUp.charAt(0).toUpperCase()}${keptUp.slice(1).replace(' (', ': ').replace(')', '')}.`;

/** Why points that were not held were not: the budgets, and what was used up. */
const reasonsOf = ({ valid, broken = [], usedUp = [] }: SweepPoint): readonly string[] =>
  valid ? [...broken, ...(usedUp.length === 0 ? [] : [`used up: ${usedUp.join(', ')}`])] : [];

const reasonLines = ({ sweep = [], varied }: RunResult): readonly string[] => {
  const { paths = [], points = [] } = varied ?? {};
  return [
    ...sweep
      .toSorted((a, b) => a.perSecond - b.perSecond)
      .flatMap((point) =>
        reasonsOf(point).map((reason) => `  ${point.contestant} at ${point.perSecond}/s: ${reason}`),
      ),
    ...points.flatMap((point) => {
      const place = paths.map((path, index) => `${path}=${point.at[index] ?? ''}`).join(' ');
      return reasonsOf(point).map((reason) => `  ${point.contestant} with ${place}: ${reason}`);
    }),
  ];
};

/** The points of a sweep over rates or values, and what they say of each contestant, for the terminal. */
export const renderSweep = (result: RunResult): string => {
  const { scenario, sweep = [], varied, reasons, warnings } = result;
  const { finding, table } = (varied === undefined ? sweepCurves : variedCurves)(result);
  return `${[
    scenario.title,
    ...columns([table.head, ...table.rows]),
    whatHeldMeans(sweep),
    `${finding}.`,
    ...reasonLines(result),
    ...[...reasons, ...warnings.slice(1)].map((line) => `  ${line}`),
  ].join('\n')}\n`;
};
