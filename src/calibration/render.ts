import { showRatio } from '../comparison/render-comparison.ts';
import { columns } from '../shared/columns.ts';
import type { Calibration, Control } from './calibration.ts';

const percent = (share: number | null): string => {
  if (share === null) return '';
  if (!Number.isFinite(share)) return 'none';
  return share > 10 ? '> 1000%' : `${(share * 100).toFixed(1)}%`;
};

const budgetLines = ({ budgets }: Calibration): readonly string[] => {
  if (budgets.length === 0) return [];
  const rows = budgets.map(({ text, margin, smallestEffect, belowNoise, note }) => [
    text,
    ...[percent(margin), percent(smallestEffect), belowNoise ? 'BELOW NOISE' : note],
  ]);
  const risky = budgets.filter(({ belowNoise }) => belowNoise);
  return [
    'budgets',
    ...columns([['', 'margin', 'smallest effect', ''], ...rows]),
    ...risky.map(
      ({ text }) =>
        `warning: ${text}: its margin is below what these rounds can tell; more or longer rounds, or a wider limit`,
    ),
    '',
  ];
};

const controlLines = ({ service, addedMs, found, comparison }: Control): readonly string[] => [
  'positive control',
  `  ${service} worked ${addedMs} ms longer; completed.p50 ${comparison === null ? 'could not be compared' : showRatio(comparison)}: ${found ? 'found' : 'NOT FOUND'}`,
];

/** What a calibration found, for the terminal. `rounds`: of a later run, for which the smallest effects hold. */
export const renderCalibration = (
  calibration: Calibration,
  control: Control,
  { rounds, measuredMs }: { readonly rounds: number; readonly measuredMs: number },
): string => {
  const { contestant, pairs, noise, falseAlarms } = calibration;
  const rows = noise.map(({ metric, sd, smallestEffect }) => [metric, percent(sd), percent(smallestEffect)]);
  return `${[
    `${contestant} against itself: ${pairs} valid pairs of rounds of ${(measuredMs / 1_000).toFixed(1)} s`,
    ...columns([['', 'noise (SD of ln ratio)', `smallest effect, ${rounds} rounds`], ...rows]),
    'The smallest effect is found in 80% of runs, in the worst case of the correction; longer rounds find smaller ones.',
    ...falseAlarms.map(
      (metric) => `warning: ${metric} differs from itself; expected in one calibration of twenty, repeat it`,
    ),
    '',
    ...budgetLines(calibration),
    ...controlLines(control),
  ].join('\n')}\n`;
};
