import { hadTheMost, needsCurves } from '../reports/charts/needs.ts';
import type { NeedsPoint, RunResult } from '../result/run.ts';
import { columns } from '../shared/columns.ts';

const causes = ({ usedUp, broken = [] }: NeedsPoint): string => {
  const parts = [
    ...(usedUp.length === 0 ? [] : [`used up: ${usedUp.join(', ')}`]),
    ...(broken.length === 0 ? [] : [`did not hold: ${broken.join(', ')}`]),
  ];
  return parts.length === 0 ? 'nothing that was sampled was used up' : parts.join('; ');
};

/** Why the search for a rate ended without holding it. */
const whyEnded = ({ amounts, usedUp }: NeedsPoint, of: string, tried: readonly number[]): string => {
  if (hadTheMost(amounts, tried)) return 'not held with the most of everything';
  return usedUp.length === 0
    ? `not held, and no sample says whom more ${of} would help; a longer load.duration gives more samples`
    : `not held, and no more ${of} to try that would help what was used up`;
};

const reasonOf = (point: NeedsPoint, of: string, tried: readonly number[]): readonly string[] => {
  const { contestant, perSecond, held, usedUp, broken = [] } = point;
  const at = `  ${contestant} at ${perSecond}/s`;
  if (held === null) return [];
  if (!held) return [`${at}: ${whyEnded(point, of, tried)}; ${causes(point)}`];
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
    ...points.flatMap((point) => reasonOf(point, of, amounts)),
    ...result.reasons.map((line) => `  ${line}`),
  ].join('\n')}\n`;
};
