import { isHeld } from '../analysis/sweep.ts';
import type { NeedsPoint, RunResult } from '../result/run.ts';
import type { Expression } from '../scenario/scenario.ts';
import { sweepPointsOf } from './sweep-points.ts';
import { type UsedUp, usedUpOf } from './used-up.ts';

/** Whether the one contestant of a run held its rate, and what it used up if not. `asked`: budgets that are to hold instead. */
export const probeOf = (
  result: RunResult,
  perSecond: number,
  asked: readonly Expression[] | null,
): {
  readonly held: boolean | null;
  readonly usedUp: readonly UsedUp[];
  readonly broken: readonly string[];
} => {
  const [point] = sweepPointsOf(result, perSecond, asked);
  const isDecided = point?.valid === true && point.held !== null;
  const held = point !== undefined && isDecided ? isHeld(point) : null;
  return {
    held,
    usedUp: held === false && point !== undefined ? usedUpOf(result, point.contestant) : [],
    broken: held === true ? [] : (point?.broken ?? []),
  };
};

/** What was asked of which services, and what came out. */
export interface Needs extends Pick<NonNullable<RunResult['needs']>, 'of' | 'services' | 'amounts'> {
  readonly name: string;
  readonly title: string;
  readonly points: readonly NeedsPoint[];
}

/**
 * The answer of a search as a result: its last run, and a point for each contestant and rate. A rate that no run could decide makes it
 * invalid, for the curve has a hole there; a rate that nothing held is an answer.
 */
export const needsResult = (last: RunResult, { name, title, ...needs }: Needs): RunResult => {
  const open = needs.points.filter(({ held }) => held === null);
  return {
    ...last,
    scenario: { ...last.scenario, name: `${name}-needs`, title: `${title}: what each rate needs` },
    verdict: open.length > 0 ? 'invalid' : 'pass',
    reasons: open.map(
      ({ contestant, perSecond, broken = [] }) =>
        `${contestant} at ${perSecond}/s: no run decided it${broken.length === 0 ? ', for none was valid' : `: ${broken.join('; ')}`}`,
    ),
    budgets: [],
    warnings: [
      `This is a search over ${needs.points.reduce((sum, { runs }) => sum + runs, 0)} runs: only the curve of what each rate needs shows all of them, everything else is the last of them.`,
    ],
    needs: {
      ...needs,
      services: [...needs.services],
      amounts: [...needs.amounts],
      points: [...needs.points],
    },
  };
};
