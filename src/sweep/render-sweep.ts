import { sweepCurves } from '../reports/charts/sweep.ts';
import { keptUp } from '../reports/charts/sweep-cells.ts';
import { variedCurves } from '../reports/charts/varied.ts';
import type { RunResult, SweepPoint } from '../result/run.ts';
import { columns } from '../shared/columns.ts';

const whatHeldMeans = (points: readonly SweepPoint[]): string =>
  points.some(({ held }) => held !== undefined)
    ? 'Held: no budget that was asked failed, by the same judgement as in a run.'
    : `${keptUp.charAt(0).toUpperCase()}${keptUp.slice(1).replace(' (', ': ').replace(')', '')}.`;

const brokenLines = (points: readonly SweepPoint[]): readonly string[] =>
  points
    .toSorted((a, b) => a.perSecond - b.perSecond)
    .flatMap(({ contestant, perSecond, valid, broken = [] }) =>
      valid ? broken.map((budget) => `  ${contestant} at ${perSecond}/s: ${budget}`) : [],
    );

/** The points of a sweep over rates or values, and what they say of each contestant, for the terminal. */
export const renderSweep = (result: RunResult): string => {
  const { scenario, sweep = [], varied, reasons, warnings } = result;
  const { finding, table } = (varied === undefined ? sweepCurves : variedCurves)(result);
  return `${[
    scenario.title,
    ...columns([table.head, ...table.rows]),
    whatHeldMeans(sweep),
    `${finding}.`,
    ...brokenLines(sweep),
    ...[...reasons, ...warnings.slice(1)].map((line) => `  ${line}`),
  ].join('\n')}\n`;
};
