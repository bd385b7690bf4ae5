import { countingRounds } from '../analysis/counting-rounds.ts';
import { metricValue } from '../analysis/metrics.ts';
import type { RoundResult } from '../result/round.ts';
import type { RunResult } from '../result/run.ts';
import type { Answers } from './answers.ts';
import { type Decision, type Judgement, judgeRun } from './decide.ts';
import type { Check, JudgedStyle } from './judge-styles.ts';
import { type PartName, partsOf, troublesOf } from './layout.ts';
import type { RequirementKind } from './requirements.ts';

/** Another answer to one question, and what the same run says to it. */
export interface Turn {
  readonly kind: RequirementKind;
  /** The style that gets in or falls out by it. */
  readonly style: string;
  /** Looser: that style gets in. Tighter: it falls out. */
  readonly way: 'looser' | 'tighter';
  readonly answers: Answers;
  /** The check that decides it. */
  readonly check: Check | null;
  readonly decision: Decision;
}

const valueIn = (round: RoundResult, metric: string, part: PartName): number => {
  const value = metricValue(round, metric, 'during', part);
  return typeof value === 'number' ? value : 0;
};

/** The share of the requests that one round comes to, as the requirements count it; 0 to 1. */
const shareOf = (answers: Answers, round: RoundResult, metric: 'failed' | 'lost'): number => {
  const healthy = partsOf(answers)
    .filter((part) => part === 'usual' || part === 'peak')
    .map((part) => valueIn(round, metric, part) / Math.max(1, valueIn(round, 'sent', part)));
  const troubled = troublesOf(answers).reduce(
    (sum, [name, { everyMs }]) =>
      sum + (valueIn(round, metric, name) * 1_000) / (everyMs * answers.perSecond),
    0,
  );
  return Math.max(troubled, ...healthy);
};

/** Two significant digits, rounded up. */
const roundedUp = (value: number): number => {
  if (value <= 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(2));
};

/** What one round alone may be off by decides there, so that the limit must be clear of it. */
const clearOf = (values: readonly number[]): number => Math.max(...values) * (values.length === 1 ? 1.12 : 1);

const worst = (checks: readonly Check[]): Check | null =>
  checks.toSorted((a, b) => clearOf(b.values) - clearOf(a.values))[0] ?? null;

const broken = ({ checks }: JudgedStyle): readonly Check[] =>
  checks.filter(({ verdict }) => verdict === 'fail');

/** The answers with which a style that breaks only one kind of requirement would keep it; null where no answer helps. */
const loosened = (
  answers: Answers,
  kind: RequirementKind,
  own: readonly Check[],
  rounds: readonly RoundResult[],
): { readonly answers: Answers; readonly check: Check | null } | null => {
  const check = worst(own);
  if (kind === 'answer') return { answers: { ...answers, inAnswer: false }, check };
  if (kind === 'told') {
    const needed = check === null ? Number.POSITIVE_INFINITY : Math.ceil(clearOf(check.values));
    return Number.isFinite(needed) ? { answers: { ...answers, toldWithinMs: needed }, check } : null;
  }
  const metric = kind === 'fail' ? 'failed' : 'lost';
  const share = roundedUp(Math.max(...rounds.map((round) => shareOf(answers, round, metric))));
  if (share <= 0 || share >= 1) return null;
  return {
    answers: { ...answers, ...(kind === 'fail' ? { mayFail: share } : { mayLose: share }) },
    check,
  };
};

const loosening = (answers: Answers, result: RunResult, style: JudgedStyle): readonly Turn[] => {
  const own = broken(style);
  const [kind, ...more] = [...new Set(own.map(({ requirement }) => requirement.kind))];
  if (kind === undefined || more.length > 0) return [];
  const found = loosened(answers, kind, own, countingRounds(result.rounds, style.name));
  if (found === null) return [];
  const { decision, styles } = judgeRun(found.answers, result);
  const isIn = styles.some(({ name, standing }) => name === style.name && standing !== 'out');
  return isIn ? [{ kind, style: style.name, way: 'looser', ...found, decision }] : [];
};

const belowAll = 0.85;

/** How much sooner users would have to know for a style that fits to fall out. */
const tightening = (answers: Answers, result: RunResult, style: JudgedStyle): readonly Turn[] => {
  const check = worst(style.checks.filter(({ requirement }) => requirement.kind === 'told'));
  if (check === null || check.values.length === 0) return [];
  const toldWithinMs = Math.floor(Math.min(...check.values) * belowAll);
  const tighter: Answers = { ...answers, toldWithinMs };
  const sooner: Turn = {
    kind: 'told',
    style: style.name,
    way: 'tighter',
    answers: tighter,
    check,
    decision: judgeRun(tighter, result).decision,
  };
  if (answers.inAnswer) return [sooner];
  const inAnswer: Answers = { ...answers, inAnswer: true };
  const judged = judgeRun(inAnswer, result);
  const own = judged.styles.find(({ name }) => name === style.name);
  const decisive = own?.checks.find(({ requirement }) => requirement.kind === 'answer') ?? null;
  return own === undefined || own.standing !== 'out'
    ? [sooner]
    : [
        sooner,
        {
          kind: 'answer',
          style: style.name,
          way: 'tighter',
          answers: inAnswer,
          check: decisive,
          decision: judged.decision,
        },
      ];
};

/** Other answers to single questions that this run has a word on: who would get in, and when the advised style would fall out. */
export const turnsOf = (
  answers: Answers,
  result: RunResult,
  { decision, styles }: Judgement,
): readonly Turn[] => {
  if (decision.kind === 'unsound') return [];
  const advised = decision.kind === 'one' ? styles.filter(({ name }) => name === decision.style) : [];
  return [
    ...styles
      .filter(({ standing }) => standing === 'out')
      .flatMap((style) => loosening(answers, result, style)),
    ...advised.flatMap((style) => tightening(answers, result, style)),
  ];
};
