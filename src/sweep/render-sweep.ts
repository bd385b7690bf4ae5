import { sweepCurves } from '../reports/charts/sweep.ts';
import type { RunResult } from '../result/run.ts';
import { columns } from '../shared/columns.ts';

/** The points of a sweep, and what they say about each contestant's capacity, for the terminal. */
export const renderSweep = (result: RunResult): string => {
  const { finding, table } = sweepCurves(result);
  return `${[
    result.scenario.title,
    ...columns([table.head, ...table.rows]),
    'Kept up: everybody served, and completed at 95% of the offered rate or more.',
    `${finding}.`,
    ...[...result.reasons, ...result.warnings.slice(1)].map((line) => `  ${line}`),
  ].join('\n')}\n`;
};
