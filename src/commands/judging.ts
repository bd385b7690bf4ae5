import { readBaseline } from '../baselines/store.ts';
import { knownNoise, priorsFrom } from '../calibration/known-noise.ts';
import { ownCalibrations, type StoredCalibration } from '../calibration/store.ts';
import type { Judging } from '../evidence/evidence.ts';
import type { RunResult } from '../result/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { UsageError } from '../shared/errors.ts';

export interface JudgingFlags {
  readonly strict?: boolean;
  readonly baseline?: string;
  readonly againstRef?: string;
}

const usesBaseline = ({ budgets }: Scenario): boolean => budgets.some(({ parsed }) => parsed.usesBaseline);

/** What calibrations of this machine say of the rounds of a scenario. */
const knownPriors =
  (calibrations: readonly StoredCalibration[], nowMs: number) =>
  ({ contestants }: Scenario): Pick<Judging, 'priors' | 'priorsFrom'> => {
    const known = knownNoise(
      calibrations,
      contestants.map(({ style }) => style),
      nowMs,
    );
    return known.pairs === null ? {} : { priors: priorsFrom(known), priorsFrom: known.from };
  };

/** How each of the scenarios is judged; reads the baseline before anything runs. */
export const judgingOf = (
  { strict = false, baseline, againstRef }: JudgingFlags,
  scenarios: readonly Scenario[],
  log: (line: string) => void,
): ((scenario: Scenario) => Judging) => {
  const priorsFor = knownPriors(ownCalibrations(), Date.now());
  if (baseline === undefined) return (scenario) => ({ strict, ...priorsFor(scenario) });
  if (againstRef !== undefined) {
    throw new UsageError('`baseline` cannot mean two things: drop --baseline or --against-ref');
  }
  const result: RunResult = readBaseline(baseline);
  const asked = scenarios.filter(usesBaseline);
  const other = asked.find(({ name }) => name !== result.scenario.name);
  if (other !== undefined) {
    throw new UsageError(
      `${other.file}: its budgets ask for a baseline, but ${baseline} is a run of ${result.scenario.name}`,
    );
  }
  if (asked.length === 0)
    log(`no budget says \`baseline\`, so ${baseline} is not used; \`tandem compare\` compares two runs`);
  return (scenario) => ({
    strict,
    ...priorsFor(scenario),
    ...(asked.includes(scenario) ? { baseline: result } : {}),
  });
};
