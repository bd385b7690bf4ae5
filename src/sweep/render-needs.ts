import { needsCurves } from '../reports/charts/needs.ts';
import type { NeedsPoint, RunResult } from '../result/run.ts';
import { columns } from '../shared/columns.ts';

const causes = ({ usedUp, broken = [] }: NeedsPoint): string => {
  const parts = [
    ...(usedUp.length === 0 ? [] : [`used up: ${usedUp.join(', ')}`]),
    ...(broken.length === 0 ? [] : [`did not hold: ${broken.join(', ')}`]),
  ];
  return parts.length === 0 ? 'nothing that was sampled was used up' : parts.join('; ');
};

const reasonOf = (point: NeedsPoint): readonly string[] => {
  const { contestant, perSecond, held, usedUp, broken = [] } = point;
  const at = `  ${contestant} at ${perSecond}/s`;
  if (held === null) return [];
  if (!held) return [`${at}: not held, and nothing more to try; ${causes(point)}`];
  return usedUp.length + broken.length === 0 ? [] : [`${at}: with less, ${causes(point)}`];
};

/** What each rate needs, and what was used up with less, for the terminal. */
export const renderNeeds = (result: RunResult): string => {
  const { finding, table } = needsCurves(result);
  const { of = 'instances', amounts = [], points = [] } = result.needs ?? {};
  return `${[
    result.scenario.title,
    ...columns([table.head, ...table.rows]),
    `The fewest ${of}, of ${amounts.join(', ')}, with which the rate was held.`,
    `${finding}.`,
    ...points.flatMap(reasonOf),
    ...result.reasons.map((line) => `  ${line}`),
  ].join('\n')}\n`;
};
