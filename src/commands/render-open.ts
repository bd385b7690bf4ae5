import type { RunResult } from '../result/run.ts';
import { formatDuration } from '../shared/durations.ts';
import { openComparisons } from '../verdicts/still-open.ts';

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** What a run that had a time could not decide in it; nothing where it had none, or where all is decided. */
export const renderOpen = (result: RunResult, withinMs: number | undefined): string => {
  if (withinMs === undefined) return '';
  const usedMs = Date.parse(result.finishedAt) - Date.parse(result.startedAt);
  const open = openComparisons(result, { fraction: 1, before: 0, isLast: true });
  return open
    .map(({ a, b, metric, smallest, margin }) => {
      const what = `${metric} of ${b} seen from ${a}: not decided in ${formatDuration(usedMs)}`;
      if (smallest === null) return `${what}; too few pairs\n`;
      const wanted = Math.max(0.02, margin / 2);
      // The interval narrows with the root of the time.
      const neededMs = Math.ceil((usedMs * Math.max(1, smallest / wanted) ** 2) / 60_000) * 60_000;
      return `${what}; smallest effect seen by now ${percent(smallest)}; ${formatDuration(neededMs)} would find ${percent(wanted)}\n`;
    })
    .join('');
};
