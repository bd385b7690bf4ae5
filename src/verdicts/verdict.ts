import { lastAttempts } from '../analysis/counting-rounds.ts';
import type { RoundResult } from '../result/round.ts';
import type { BudgetResult, RunResult } from '../result/run.ts';
import { exitCodes } from '../shared/errors.ts';

export interface VerdictInput {
  readonly rounds: readonly Pick<
    RoundResult,
    'contestant' | 'round' | 'attempt' | 'valid' | 'invalidReasons'
  >[];
  readonly budgets: readonly Pick<BudgetResult, 'text' | 'verdict' | 'detail'>[];
  /** Sentences on what the scenario asked for and nobody met; any of them makes the run invalid. */
  readonly untested: readonly string[];
}

export interface Verdict {
  readonly verdict: RunResult['verdict'];
  /** One sentence each. */
  readonly reasons: readonly string[];
}

/**
 * The verdict of a run. A round that stayed invalid after its repetition makes the run invalid, whatever the budgets
 * say, for they would rest on a broken measurement; so does a fault that no contestant met. Among budgets one that failed outweighs one that could not be
 * decided: a known failure is not mended by an open question.
 */
export const verdictOf = ({ rounds, budgets, untested }: VerdictInput): Verdict => {
  const broken = lastAttempts(rounds).filter((round) => !round.valid);
  if (rounds.length === 0) return { verdict: 'invalid', reasons: ['No round was measured.'] };
  if (broken.length > 0) {
    const reasons = broken.flatMap(({ contestant, round, invalidReasons }) =>
      invalidReasons.map((reason) => `Round ${round} of ${contestant} is invalid: ${reason}`),
    );
    return { verdict: 'invalid', reasons: reasons.length > 0 ? reasons : ['A round is invalid.'] };
  }
  if (untested.length > 0) return { verdict: 'invalid', reasons: untested };
  const sentences = (chosen: VerdictInput['budgets'], what: string): string[] =>
    chosen.map(({ text, detail }) => `Budget ${text} ${what}: ${detail}.`);
  const failed = budgets.filter(({ verdict }) => verdict === 'fail');
  const undecided = budgets.filter(({ verdict }) => verdict === 'invalid');
  const reasons = [...sentences(failed, 'failed'), ...sentences(undecided, 'could not be decided')];
  if (failed.length > 0) return { verdict: 'fail', reasons };
  return { verdict: undecided.length > 0 ? 'invalid' : 'pass', reasons };
};

/** Exit code of a verdict; of several runs the caller takes the worst. */
export const exitCodeOf = (verdict: RunResult['verdict']): number =>
  ({ pass: exitCodes.pass, fail: exitCodes.budgetFailed, invalid: exitCodes.invalid })[verdict];
