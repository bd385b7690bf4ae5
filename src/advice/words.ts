import { counted, listed, showCount, showDuration } from '../reports/format.ts';
import { formatDuration, formatShare } from '../shared/durations.ts';
import type { Answers } from './answers.ts';
import type { Check } from './judge-styles.ts';
import type { PartName } from './layout.ts';
import type { RequirementKind } from './requirements.ts';

/** A name of a style or service as Markdown shows it. */
export const code = (name: string): string => `\`${name.replaceAll('`', '')}\``;

/** When something was so. */
export const during = (part: PartName, { service }: Pick<Answers, 'service'>): string =>
  ({
    usual: 'in usual times',
    peak: 'in the peak',
    outage: `while ${service} is away`,
    slow: `while ${service} is slow`,
    broker: 'while the broker is away',
  })[part];

/** A median over rounds with its interval, or the one round that there is. */
export const withInterval = (
  values: readonly number[],
  { median, low, high }: { readonly median: number; readonly low: number; readonly high: number },
  show: (value: number) => string,
): string => {
  if (values.length === 0) return 'not measured';
  const shown = Number.isFinite(median) ? show(median) : 'never';
  if (values.length === 1) return `${shown} (one round)`;
  const end = (value: number): string => (Number.isFinite(value) ? show(value) : 'never');
  return `${shown} [${end(low)}, ${end(high)}]`;
};

export const showTime = (check: Check): string => withInterval(check.values, check.interval, showDuration);

/** Counts of all rounds, for they have no noise: `790, 801 and 795`. */
export const showCounts = (values: readonly number[]): string =>
  new Set(values).size === 1 && values.length > 1
    ? `${showCount(values[0] ?? 0)} in each of ${values.length} rounds`
    : `${listed(values.map((value) => showCount(Math.round(value))))}${values.length === 1 ? ' (one round)' : ''}`;

const smallShare = (share: number): string => {
  const percent = share * 100;
  return percent === 0 || percent >= 1 ? formatShare(share) : `${Number(percent.toPrecision(2))}%`;
};

/** `nothing`, `anything`, `0.034%`. */
export const showAllowed = (share: number): string =>
  share === 0 ? 'nothing' : share >= 1 ? 'anything' : smallShare(share);

const fates: Readonly<Record<'fail' | 'lose', readonly [active: string, passive: string]>> = {
  fail: ['told no', 'may be told no'],
  lose: ['lost', 'may be lost'],
};

const countSentence = (
  style: string,
  { requirement, values }: Check,
  kind: 'fail' | 'lose',
  answers: Answers,
): string => {
  const { part, outOf } = requirement;
  const [active, passive] = fates[kind];
  const allowed = kind === 'fail' ? answers.mayFail : answers.mayLose;
  if (outOf !== null) {
    const worst = Math.max(0, ...values);
    const when = part === null ? 'around what breaks' : during(part, answers);
    return `Of ${code(style)}, ${showCounts(values)} requests are ${active} ${when}: ${smallShare(worst / outOf)} of the ${counted(Math.round(outOf), 'request')} until it comes again; ${showAllowed(allowed)} ${passive}.`;
  }
  if (part !== null)
    return `Of ${code(style)}, ${listed(values.map(smallShare))} of the requests are ${active} ${during(part, answers)}; ${showAllowed(allowed)} ${passive}.`;
  return `Of ${code(style)}, ${showCounts(values)} requests of a round are ${active}; ${showAllowed(allowed)} ${passive}.`;
};

/** One check as a sentence with its figure, its uncertainty and what was asked for. */
export const checkSentence = (style: string, check: Check, answers: Answers): string => {
  const { requirement, values, verdict } = check;
  const doubt = verdict === 'warn' || verdict === 'invalid' ? ` Not decided: ${check.detail}.` : '';
  if (values.length === 0) return `${code(style)}, ${requirement.budget}: not decided, ${check.detail}.`;
  switch (requirement.kind) {
    case 'answer':
      return `After the answer of ${code(style)} the rest takes up to ${showTime(check)} (p95); the answer itself had to tell the outcome.${doubt}`;
    case 'told':
      return `${code(style)} tells 95% of its users the outcome within ${showTime(check)} ${during(requirement.part ?? 'usual', answers)}; ${formatDuration(answers.toldWithinMs)} were asked for.${doubt}`;
    case 'fail':
    case 'lose':
      return `${countSentence(style, check, requirement.kind, answers)}${doubt}`;
  }
};

/** What would have to be allowed, in the words of the question. */
export const allowance = (kind: RequirementKind, answers: Answers): string => {
  switch (kind) {
    case 'answer':
      return answers.inAnswer
        ? 'the answer itself had to tell the outcome'
        : 'the answer itself need not tell the outcome';
    case 'told':
      return `users had to know within ${formatDuration(answers.toldWithinMs)}`;
    case 'fail':
      return `${showAllowed(answers.mayFail)} of the requests might be told no`;
    case 'lose':
      return `${showAllowed(answers.mayLose)} of the requests might be lost`;
  }
};
