import { bootstrapMedian } from '../analysis/statistics.ts';
import type { PhaseName } from '../result/figures.ts';
import type { RunResult } from '../result/run.ts';
import { countFact, durationFact } from './facts.ts';
import { valuesOf } from './medians.ts';
import { claim, claimed, noPhrase, type Phrase, phrase } from './phrases.ts';

/**
 * How sure the median of a time is: ` (3.62 s to 3.64 s)`, its 95% interval over the rounds as in the summary of the result;
 * ` (one round)` where there is no more; and in how many rounds it was never reached, where an end of the interval is that.
 */
export const spread = (result: RunResult, contestant: string, metric: string, phase: PhaseName): Phrase => {
  const values = valuesOf(result, contestant, metric, phase);
  if (values.length === 0) return noPhrase;
  if (values.length === 1) return phrase` (one round)`;
  const place = (what: string) => ({ contestant, metric: `${what} ${metric}`, window: phase });
  const { low, high } = bootstrapMedian(values, `${metric} ${phase}`);
  if (Number.isFinite(high))
    return phrase` (${durationFact(place('interval.low'), low)} to ${durationFact(place('interval.high'), high)})`;
  const never = countFact(
    place('rounds.never'),
    values.filter((value) => !Number.isFinite(value)).length,
    'round',
  );
  const all = countFact(place('rounds.with'), values.length);
  return phrase` (${claimed(claim('never', never, '>', 0))} in ${never} of ${all})`;
};
