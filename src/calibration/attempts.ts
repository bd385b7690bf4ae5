import type { GeneratorCheck } from './generator-truth.ts';

/** One run of a case. */
export interface Attempt {
  readonly check: GeneratorCheck;
  /** 99th percentile of how late a process that did nothing was woken meanwhile, ms: what the machine did to everybody. */
  readonly observerLateMs: number;
}

/** `disturbed`: the machine never kept still enough for the times to be judged. */
export type AttemptVerdict = 'ok' | 'wrong' | 'disturbed' | 'again';

/** Far above what a machine with a free core shows (1 to 3 ms), and of the size of what is judged. */
const disturbedFromMs = 4;
const mostAttempts = 6;
const wrongFrom = 2;

export const isDisturbed = ({ observerLateMs }: Attempt): boolean => observerLateMs > disturbedFromMs;

/**
 * What the attempts say so far. A wrong outcome is wrong once. Times that are off count against the generator only where an
 * idle process was woken in time: a disturbed attempt cannot tell a late generator from a late machine. The first attempt
 * decides if it is good; a bad one must be confirmed, or outvoted by two good ones.
 */
export const judgeAttempts = (attempts: readonly Attempt[]): AttemptVerdict => {
  if (attempts.some(({ check }) => check.outcomeFaults.length > 0)) return 'wrong';
  const good = attempts.filter(({ check }) => check.timeFaults.length === 0).length;
  const bad = attempts.filter((one) => one.check.timeFaults.length > 0 && !isDisturbed(one)).length;
  if (good > bad) return 'ok';
  if (bad >= wrongFrom) return 'wrong';
  return attempts.length >= mostAttempts ? 'disturbed' : 'again';
};
