import { counted, listed, showCount, showDuration } from '../reports/format.ts';
import { formatDuration, formatShare } from '../shared/durations.ts';
import { median } from '../shared/median.ts';
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
  { median: middle, low, high }: { readonly median: number; readonly low: number; readonly high: number },
  show: (value: number) => string,
): string => {
  if (values.length === 0) return 'not measured';
  const shown = (value: number): string => (Number.isFinite(value) ? show(value) : 'never');
  if (values.length === 1) return `${shown(middle)} (one round)`;
  return shown(low) === shown(high) ? shown(middle) : `${shown(middle)} [${shown(low)}, ${shown(high)}]`;
};

export const showTime = (check: Check): string => withInterval(check.values, check.interval, showDuration);

/** Counts of all rounds, for they have no noise: `790, 801 and 795`. */
export const showCounts = (values: readonly number[]): string =>
  `${listed(values.map((value) => showCount(Math.round(value))))}${values.length === 1 ? ' (one round)' : ''}`;

const smallShare = (share: number): string => {
  const percent = share * 100;
  return percent === 0 || percent >= 1 ? formatShare(share) : `${Number(percent.toPrecision(2))}%`;
};

/** `nothing`, `anything`, `0.034%`. */
export const showAllowed = (share: number): string =>
  share === 0 ? 'nothing' : share >= 1 ? 'anything' : smallShare(share);

const fates = {
  fail: { did: 'told no to', may: 'may be told no' },
  lose: { did: 'lost', may: 'may be lost' },
} as const;

/** Of nothing in n tries: with 95% confidence the share is below 3/n (the rule of three). */
const noneOf = (sent: readonly number[]): string => {
  const all = sent.reduce((sum, one) => sum + one, 0);
  const below = all === 0 ? '' : `, so below ${smallShare(3 / all)} with 95% confidence`;
  return `none of ${counted(all, 'request')} in ${counted(sent.length, 'round')}${below}`;
};

/** That none is no proof of a share that is smaller than what so few requests could show. */
const notShown = (sent: readonly number[], allowed: number): string => {
  const all = sent.reduce((sum, one) => sum + one, 0);
  const needed = Math.ceil(3 / allowed);
  return allowed === 0 || allowed >= 1 || all >= needed
    ? ''
    : `; it takes about ${counted(needed, 'request')} without one to show that`;
};

const countSentence = (
  style: string,
  { requirement, values, sent }: Check,
  kind: 'fail' | 'lose',
  answers: Answers,
): string => {
  const { part, outOf } = requirement;
  const { did, may } = fates[kind];
  const allowed = kind === 'fail' ? answers.mayFail : answers.mayLose;
  const limit = `${showAllowed(allowed)} ${may}`;
  const when = part === null ? '' : ` ${during(part, answers)}`;
  const worst = Math.max(0, ...values);
  if (worst === 0) return `${code(style)} ${did} ${noneOf(sent)}${when}; ${limit}${notShown(sent, allowed)}.`;
  if (outOf !== null)
    return `${code(style)} ${did} ${showCounts(values)} requests${when}, which is ${smallShare(worst / outOf)} of the ${counted(Math.round(outOf), 'request')} until it comes again; ${limit}.`;
  if (part !== null)
    return `${code(style)} ${did} ${listed(values.map(smallShare))} of the requests${when}; ${limit}.`;
  return `${code(style)} ${did} ${showCounts(values)} requests, of about ${showCount(Math.round(median(sent)))} a round; ${limit}.`;
};

/** One check as a sentence with its figure, its uncertainty and what was asked for. */
export const checkSentence = (style: string, check: Check, answers: Answers): string => {
  const { requirement, values, verdict } = check;
  const doubt = verdict === 'warn' || verdict === 'invalid' ? ` Not decided: ${check.detail}.` : '';
  if (values.length === 0) return `${code(style)}, ${requirement.budget}: not decided, ${check.detail}.`;
  switch (requirement.kind) {
    case 'answer':
      if (values.every((value) => value === 0))
        return `The answer of ${code(style)} tells the outcome: nothing is left to be done after it (p95 in ${counted(values.length, 'round')}: 0 ms).${doubt}`;
      return `After the answer of ${code(style)} the rest takes ${showTime(check)} (p95); the answer itself must tell the outcome.${doubt}`;
    case 'told':
      return `${code(style)} tells 95% of its users the outcome within ${showTime(check)} ${during(requirement.part ?? 'usual', answers)}; asked for: ${formatDuration(answers.toldWithinMs)}.${doubt}`;
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
