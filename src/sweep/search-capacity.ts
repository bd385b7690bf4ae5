import { keptUpRates } from '../analysis/sweep.ts';
import { type RunAtRate, sweepPointsOf } from '../reports/sweep-points.ts';
import type { Expression } from '../scenario/scenario.ts';

export interface CapacitySearch {
  /** Rates per second; the search ends at `to` at the latest. */
  readonly from: number;
  readonly to: number;
  /** How often the gap between held and not held is halved. */
  readonly halvings: number;
  /** The budgets that are to hold at a rate; without them, keeping up with it is asked. */
  readonly asked?: readonly Expression[] | null;
}

/** Measures at a rate, of one contestant or of all (null); gives nothing when interrupted. */
export type MeasureRate = (perSecond: number, only: string | null) => Promise<readonly RunAtRate[]>;

/**
 * Doubles the rate until no contestant holds it, then halves the gap of each contestant that has one. A measurement that came
 * out invalid, or whose budgets could not be decided, decides nothing, and its gap is not looked into again.
 */
export const searchCapacity = async (
  { from, to, halvings, asked = null }: CapacitySearch,
  measure: MeasureRate,
): Promise<readonly RunAtRate[]> => {
  const runs: RunAtRate[] = [];
  const found = () =>
    keptUpRates(runs.flatMap(({ result, perSecond }) => sweepPointsOf(result, perSecond, asked)));
  for (let rate = from; rate <= to; rate *= 2) {
    const measured = await measure(rate, null);
    runs.push(...measured);
    if (measured.length === 0 || found().every(({ notHeld }) => notHeld !== null)) break;
  }
  const tried = new Set<string>();
  for (let halving = 0; halving < halvings; halving += 1) {
    for (const { contestant, held, notHeld } of found()) {
      if (held === null || notHeld === null) continue;
      const middle = Math.round((held + notHeld) / 2);
      const key = JSON.stringify([contestant, middle]);
      if (tried.has(key) || middle <= held || middle >= notHeld) continue;
      tried.add(key);
      runs.push(...(await measure(middle, contestant)));
    }
  }
  return runs;
};
