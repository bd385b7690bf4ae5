import { stageText } from '../load/shapes/index.ts';
import { counted, listed } from '../reports/format.ts';
import { formatDuration } from '../shared/durations.ts';
import { layoutOf } from './layout.ts';
import type { AdvicePlan } from './plan-advice.ts';
import { requirementsOf } from './requirements.ts';
import { advisedStyles } from './scenario-text.ts';

const inputs = { outage: 'outage', slow: 'slow spell', peak: 'peak' } as const;

/** What will be run, and how long it takes, before anything is. */
export const renderAdvicePlan = ({ main, varied, points, expectedMs }: AdvicePlan, file: string): string => {
  const { stages, troubles } = layoutOf(main.answers);
  const values = points.flatMap(({ point }) => (point === null ? [] : [point.words]));
  const pointRounds = points[0]?.rounds ?? 0;
  return `${[
    `scenario: ${file}`,
    `  ${listed(advisedStyles)}, ${counted(main.rounds, 'round')} of each`,
    `  ${stages.map(stageText).join(', then ')}`,
    ...troubles.map(
      ({ name, atMs, forMs, everyMs }) =>
        `  ${name} from ${formatDuration(atMs)} to ${formatDuration(atMs + forMs)}, which comes every ${formatDuration(everyMs)}`,
    ),
    'must hold:',
    ...requirementsOf(main.answers).map(({ budget, because }) => `  ${budget}  (${because})`),
    points.length === 0
      ? 'no sweep'
      : `sweep: ${inputs[varied.input]} ${varied.words} also as ${listed(values)}, ${counted(pointRounds, 'round')} of each`,
    `about ${formatDuration(expectedMs)} in all, longer where a drain takes long or a round must be repeated`,
  ].join('\n')}\n`;
};
