import { isHeld } from '../../analysis/sweep.ts';
import type { SweepPoint } from '../../result/run.ts';
import { noFigure, showDuration, showRate, showShare, tooFew } from '../format.ts';

/** The heads of the columns that every contestant has in the table of a sweep. */
export const sweepHeads = (contestant: string): readonly string[] =>
  ['completed p50', 'completed p95', 'completed rate', 'unserved'].map((what) => `${contestant} ${what}`);

/** What one contestant did at one point, in the order of its columns; a point that was not measured has no figures. */
export const sweepCells = (point: SweepPoint | undefined): readonly string[] => {
  if (point === undefined) return [noFigure, noFigure, noFigure, noFigure];
  const time = (of: 'completedP50' | 'completedP95'): string => {
    const value = point[of];
    if (value !== null) return showDuration(value);
    return point.never.includes(of) ? 'never' : tooFew;
  };
  const rate = point.completedRate === null ? noFigure : showRate(point.completedRate);
  const unserved = `${showShare(point.unservedShare)}${point.valid ? '' : ' (invalid)'}`;
  return [time('completedP50'), time('completedP95'), rate, unserved];
};

/** Filled where a contestant kept up, or held its budgets. */
export const symbolOf = (point: SweepPoint): string => (isHeld(point) ? 'circle' : 'emptyCircle');

/** A share as percent, to what an axis can show. */
export const percent = (share: number): number => Number((share * 100).toFixed(3));

/** What a filled point means where no budgets were asked. */
export const keptUp = 'kept up (everybody served, completed at 95% of the offered rate or more)';
