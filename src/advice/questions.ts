import { clip } from '../shared/clip.ts';
import { formatRate, parseDuration, parseRate, parseShare } from '../shared/durations.ts';
import { UsageError } from '../shared/errors.ts';
import { limits } from '../shared/limits.ts';
import { suggest } from '../shared/near-miss.ts';
import { payingStep, type Workflow } from '../workflow/definition.ts';
import type { WorkTime } from '../workflow/simulated-work.ts';
import { type Answers, capacityOf, type Trouble, workersFor } from './answers.ts';
import { leastPerSecond, requestsForP95 } from './layout.ts';

/** An answer that cannot be meant, in words that say what can. */
class WrongAnswer extends Error {}

const wrong = (message: string): never => {
  throw new WrongAnswer(message);
};

const dayMs = 24 * 3_600_000;

/** As everywhere, and whole days beside: what breaks once a month is not said in hours. */
const durationOf = (text: string, most: number, example: string): number => {
  const days = /^\d+(\.\d+)?d$/.test(text) ? Number.parseFloat(text) * dayMs : null;
  const ms = days ?? parseDuration(text);
  return ms === null || ms < 1 || ms > most ? wrong(`expected ${example}`) : ms;
};

const shareOf = (text: string): number => {
  if (text === 'nothing') return 0;
  if (text === 'anything') return 1;
  const share = parseShare(text);
  return share === null || share > 1 ? wrong('expected nothing, anything, or a share such as 0.1%') : share;
};

const rateOf = (text: string): number => {
  const perSecond = parseRate(text);
  if (perSecond === null || perSecond > limits.perSecond) return wrong('expected a rate such as 40/s');
  return perSecond < leastPerSecond
    ? wrong(
        `expected at least ${leastPerSecond}/s: fewer requests leave no 95th percentile in a minute; ask with ${leastPerSecond}/s`,
      )
    : perSecond;
};

const words = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== '');

const peakOf = (text: string): Answers['peak'] => {
  if (text === 'none') return null;
  const example = 'none, or a rate and how long it lasts, such as "200/s for 10s"';
  const [rate, ...rest] = words(text).filter((word) => word !== 'for');
  const [length, ...more] = rest;
  if (rate === undefined || length === undefined || more.length > 0) return wrong(`expected ${example}`);
  const perSecond = parseRate(rate);
  if (perSecond === null || perSecond <= 0 || perSecond > limits.perSecond)
    return wrong(`expected ${example}`);
  const forMs = durationOf(length, limits.durationMs, example);
  const enoughMs = Math.ceil((requestsForP95 * 1_000) / perSecond);
  return forMs < enoughMs
    ? wrong(`too short for a 95th percentile at ${rate}; expected at least ${enoughMs}ms`)
    : { perSecond, forMs };
};

const workOf = (text: string): WorkTime => {
  const example = 'the median and the p99 of its work time, such as "20ms 80ms"';
  const [median, p99 = median, ...more] = words(text);
  if (median === undefined || p99 === undefined || more.length > 0) return wrong(`expected ${example}`);
  const [medianMs, p99Ms] = [median, p99].map((one) => durationOf(one, limits.workMs, example));
  if (medianMs === undefined || p99Ms === undefined) return wrong(`expected ${example}`);
  if (p99Ms < medianMs) return wrong('expected a p99 that is not below the median');
  return p99Ms > medianMs * limits.workSpread
    ? wrong(`expected a p99 of at most ${limits.workSpread} times the median`)
    : { medianMs, p99Ms };
};

const yesOrNo = (text: string): boolean =>
  text === 'yes' || text === 'no' ? text === 'yes' : wrong('expected yes or no');

const mostEveryMs = 10 * 366 * dayMs;

/** `20s every 1d`, and before it whatever more there is. */
const troubleOf = (text: string, example: string): Trouble & { readonly first: readonly string[] } => {
  const [before, every, ...more] = text.split(/\bevery\b/).map(words);
  const [interval, ...rest] = every ?? [];
  const length = before?.at(-1);
  if (before === undefined || length === undefined || interval === undefined || rest.length + more.length > 0)
    return wrong(`expected ${example}`);
  const forMs = durationOf(length, limits.durationMs, example);
  const everyMs = durationOf(interval, mostEveryMs, example);
  if (everyMs <= forMs) return wrong(`lasts as long as it is until the next one; expected ${example}`);
  return { forMs, everyMs, first: before.slice(0, -1) };
};

const outageOf =
  (example: string) =>
  (text: string): Trouble | null => {
    if (text === 'none') return null;
    const { forMs, everyMs, first } = troubleOf(text, example);
    return first.length > 0 ? wrong(`expected ${example}`) : { forMs, everyMs };
  };

const slowOf = (text: string): Answers['slow'] => {
  if (text === 'none') return null;
  const example = 'none, or how much slower, for how long and how often, such as "2s for 30s every 1h"';
  const { forMs, everyMs, first } = troubleOf(text, example);
  const [added, link, ...more] = first;
  if (added === undefined || (link !== undefined && link !== 'for') || more.length > 0)
    return wrong(`expected ${example}`);
  return { addMs: durationOf(added, limits.workMs, example), forMs, everyMs };
};

/** One thing that `tandem advise` asks, on the terminal or as a flag. */
interface Question<T> {
  /** Name of the flag. */
  readonly flag: string;
  /** What the value is, in the help of the flag. */
  readonly value: string;
  readonly ask: string;
  /** Taken where nothing is said; without it an answer is needed. */
  readonly usual?: string;
  /** Throws a WrongAnswer. */
  readonly read: (text: string) => T;
}

const question = <T>(one: Question<T>): Question<T> => one;

const within = limits.durationMs;

/** Every question, in the order in which they are asked. */
export const questions = {
  rate: question({
    flag: 'rate',
    value: 'rate',
    ask: 'How many requests come in usual times, for instance 40/s',
    read: rateOf,
  }),
  peak: question({
    flag: 'peak',
    value: 'peak',
    ask: 'The highest peak and how long it lasts, for instance "200/s for 10s", or none',
    usual: 'none',
    read: peakOf,
  }),
  work: question({
    flag: 'slowest-step',
    value: 'work',
    ask: 'How long the slowest step works, median and p99, for instance "20ms 80ms"',
    read: workOf,
  }),
  inAnswer: question({
    flag: 'in-answer',
    value: 'yes|no',
    ask: 'Must the user learn the outcome in the answer itself, yes or no',
    read: yesOrNo,
  }),
  toldWithin: question({
    flag: 'told-within',
    value: 'duration',
    ask: 'Within what time must 95% of the users know the outcome, also while something is broken, for instance 2s',
    read: (text) => durationOf(text, within, 'a duration such as 2s'),
  }),
  mayLose: question({
    flag: 'may-lose',
    value: 'share',
    ask: 'What share of the requests may be lost without a true word: nothing, or for instance 0.01%',
    read: shareOf,
  }),
  mayFail: question({
    flag: 'may-fail',
    value: 'share',
    ask: 'What share of the requests may be told no and owe nothing: nothing, anything, or for instance 0.1%',
    read: shareOf,
  }),
  outage: question({
    flag: 'outage',
    value: 'outage',
    ask: 'How long is the service of the slowest step away, and how often, for instance "20s every 1d", or none',
    read: outageOf('none, or how long and how often, such as "20s every 1d"'),
  }),
  slow: question({
    flag: 'slow',
    value: 'spell',
    ask: 'How much slower does that step become, for how long and how often, for instance "2s for 30s every 1h", or none',
    usual: 'none',
    read: slowOf,
  }),
  broker: question({
    flag: 'broker-outage',
    value: 'outage',
    ask: 'How long is the broker away, and how often, for instance "10s every 30d", or none',
    usual: 'none',
    read: outageOf('none, or how long and how often, such as "10s every 30d"'),
  }),
} as const;

export type QuestionName = keyof typeof questions;
/** An answer to every question, as it was typed. */
export type Written = Readonly<Record<QuestionName, string>>;

/** What is wrong with an answer; null where nothing is. */
export const problemOf = (name: QuestionName, text: string): string | null => {
  try {
    questions[name].read(text.trim());
    return null;
  } catch (error) {
    if (error instanceof WrongAnswer) return error.message;
    throw error;
  }
};

const slowestOf = (workflow: Workflow): string =>
  payingStep(workflow)?.service ??
  Object.entries(workflow.services).toSorted(([, a], [, b]) => b.work.p99Ms - a.work.p99Ms)[0]?.[0] ??
  '';

/** What may be said beside the questions. */
export interface Further {
  readonly workflow: Workflow;
  /** As the scenario names it. */
  readonly workflowName: string;
  readonly service?: string | undefined;
  readonly workers?: number | undefined;
}

/** Throws a UsageError that names the flag. */
const readOne = <T>({ flag, read }: Question<T>, text: string): T => {
  try {
    return read(text.trim());
  } catch (error) {
    if (error instanceof WrongAnswer) throw new UsageError(`--${flag} ${clip(text)}: ${error.message}`);
    throw error;
  }
};

/** The answers as they were meant. Throws a UsageError where one is wrong, or does not go with another. */
export const readAnswers = (
  written: Written,
  { workflow, workflowName, service = slowestOf(workflow), workers }: Further,
): Answers => {
  if (!Object.hasOwn(workflow.services, service))
    throw new UsageError(
      `--service ${clip(service)}: no such service in ${workflow.name}; ${suggest(service, Object.keys(workflow.services))}`,
    );
  const perSecond = readOne(questions.rate, written.rate);
  const peak = readOne(questions.peak, written.peak);
  if (peak !== null && peak.perSecond <= perSecond)
    throw new UsageError(`--peak ${clip(written.peak)}: expected a rate above the usual ${written.rate}`);
  const work = readOne(questions.work, written.work);
  const answers: Answers = {
    workflow: workflowName,
    service,
    work,
    workers: workers ?? workersFor(perSecond, work),
    perSecond,
    peak,
    inAnswer: readOne(questions.inAnswer, written.inAnswer),
    toldWithinMs: readOne(questions.toldWithin, written.toldWithin),
    mayLose: readOne(questions.mayLose, written.mayLose),
    mayFail: readOne(questions.mayFail, written.mayFail),
    outage: readOne(questions.outage, written.outage),
    slow: readOne(questions.slow, written.slow),
    broker: readOne(questions.broker, written.broker),
  };
  const capacity = capacityOf(answers);
  if (capacity <= perSecond)
    throw new UsageError(
      `--workers ${answers.workers}: can do ${formatRate(capacity)} at most, and ${formatRate(perSecond)} come in usual times; expected at least ${workersFor(perSecond, work)} workers`,
    );
  return answers;
};
