import type { RunResult } from '../result/run.ts';
import { gateError, judgeGate, type Margins } from './gate.ts';
import type { Look } from './looks.ts';

/** Differences between styles that nobody needs to know of: a choice hardly hangs on less. */
const styleMargins: Margins = { median: 0.05, p95: 0.15, rate: 0.05, resolutionMs: 1 };

/** A comparison of two contestants that is neither a difference nor too small to matter. */
export interface OpenComparison {
  readonly a: string;
  readonly b: string;
  readonly metric: string;
  /** About the smallest difference that would have been seen, and the one that would matter; shares. */
  readonly smallest: number | null;
  readonly margin: number;
}

/**
 * What of a run is not decided at a look: comparisons whose interval holds both no difference and one that matters, at an error of 1% that all
 * looks and figures of a pair share.
 */
export const openComparisons = (
  { rounds, paired, scenario }: Pick<RunResult, 'rounds' | 'paired' | 'scenario'>,
  look: Look,
): readonly OpenComparison[] => {
  const names = scenario.contestants.map(({ name }) => name);
  return names.flatMap((a, place) =>
    names.slice(place + 1).flatMap((b) =>
      judgeGate(
        { rounds, ...(paired === undefined ? {} : { paired }) },
        { base: a, head: b, margins: styleMargins, look, error: gateError },
      ).flatMap(({ metric, low, high, smallest, margin, verdict }) => {
        // Counts stand in the table; what became of requests is no question of noise.
        if (margin === 0) return [];
        const isFaster = high !== null && high < 0;
        const isWithin = low !== null && high !== null && low > -margin && high < margin;
        const isDecided = verdict === 'worse' || isFaster || isWithin;
        return isDecided ? [] : [{ a, b, metric, smallest, margin }];
      }),
    ),
  );
};

/** Whether a run need not go on: nothing is open, and no budget or hypothesis either. */
export const isAllDecided = (result: RunResult, look: Look): boolean =>
  result.budgets.every(({ verdict }) => verdict === 'pass' || verdict === 'fail') &&
  result.hypotheses.every(({ verdict }) => verdict !== 'inconclusive') &&
  openComparisons(result, look).length === 0;
