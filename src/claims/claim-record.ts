import { lastAttempts } from '../analysis/counting-rounds.ts';
import type { BudgetResult, Environment, HypothesisResult, RunResult } from '../result/run.ts';

export type ClaimVerdict = HypothesisResult['verdict'];

/** What a run of one scenario said about its claim. */
export interface ClaimRecord {
  readonly name: string;
  readonly group: string;
  readonly title: string;
  readonly claim: string;
  readonly why: string;
  /** The worst of the hypotheses; a claim without any says nothing and stays inconclusive. */
  readonly verdict: ClaimVerdict;
  readonly hypotheses: readonly Pick<HypothesisResult, 'text' | 'verdict' | 'detail'>[];
  /** Budgets that were not passed. */
  readonly budgets: readonly Pick<BudgetResult, 'text' | 'verdict' | 'detail'>[];
  /** Whether every round that counts is valid; what is wrong otherwise. */
  readonly valid: boolean;
  readonly invalidReasons: readonly string[];
  readonly rounds: number;
  readonly scale: number;
  readonly seed: number;
  readonly startedAt: string;
  readonly environment: Environment;
}

const order: readonly ClaimVerdict[] = ['refuted', 'inconclusive', 'supported'];

/** The worst verdict stands: refuted, then inconclusive, then supported. */
export const worstVerdict = (verdicts: readonly ClaimVerdict[]): ClaimVerdict =>
  order.find((verdict) => verdicts.includes(verdict)) ?? 'inconclusive';

/** The record of a finished run. */
export const claimRecordOf = (result: RunResult): ClaimRecord => {
  const { name, group, title, claim, why, rounds, scale } = result.scenario;
  const broken = lastAttempts(result.rounds).filter(({ valid }) => !valid);
  return {
    name,
    group,
    title,
    claim,
    why,
    verdict: worstVerdict(result.hypotheses.map(({ verdict }) => verdict)),
    hypotheses: result.hypotheses.map(({ text, verdict, detail }) => ({ text, verdict, detail })),
    budgets: result.budgets
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ text, verdict, detail }) => ({ text, verdict, detail })),
    valid: result.rounds.length > 0 && broken.length === 0,
    invalidReasons: broken.flatMap(({ contestant, round, invalidReasons }) =>
      invalidReasons.map((reason) => `round ${round} of ${contestant}: ${reason}`),
    ),
    rounds,
    scale,
    seed: result.seed,
    startedAt: result.startedAt,
    environment: result.environment,
  };
};
