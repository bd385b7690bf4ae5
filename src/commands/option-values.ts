import { InvalidArgumentError } from 'commander';
import { formatDuration, parseDuration, parseRate } from '../shared/durations.ts';
import { limits } from '../shared/limits.ts';

/** Plain decimal notation: what a person types, not what JavaScript would take for a number. */
const decimal = /^\d+(\.\d+)?(e[+-]?\d+)?$/i;

export const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text.trim()) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('expected a whole number');
  return value;
};

/** A whole number within bounds. */
export const wholeWithin =
  (least: number, most: number) =>
  (text: string): number => {
    const value = wholeNumber(text);
    if (value < least || value > most)
      throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`);
    return value;
  };

/** Rounds per contestant. */
export const roundCount = wholeWithin(1, limits.rounds);

/** Factor on all durations. */
export const scaleFactor = (text: string): number => {
  const value = Number(text);
  const { least, most } = limits.scale;
  if (!decimal.test(text.trim()) || !(value >= least && value <= most))
    throw new InvalidArgumentError(`expected a number from ${least} to ${most}`);
  return value;
};

/** An offered rate, per second. */
export const offeredRate = (text: string): number => {
  const perSecond = parseRate(text.trim());
  if (perSecond === null || perSecond <= 0 || perSecond > limits.perSecond)
    throw new InvalidArgumentError(`expected a rate such as 25/s, ${limits.perSecond}/s at most`);
  return perSecond;
};

const mostRates = 50;

/** Offered rates between commas, ascending and each once. */
export const rateList = (text: string): readonly number[] => {
  const rates = text.split(',').map(offeredRate);
  if (rates.length > mostRates) throw new InvalidArgumentError(`expected ${mostRates} rates at most`);
  return [...new Set(rates)].toSorted((a, b) => a - b);
};

/** An option that may be repeated. */
export const repeated = (value: string, seen: readonly string[]): readonly string[] => [...seen, value];

const shortestMs = 30_000;
const longestMs = 12 * 3_600_000;

/** A time for measuring. */
export const timeLimit = (text: string): number => {
  const ms = parseDuration(text.trim());
  if (ms === null || ms < shortestMs || ms > longestMs)
    throw new InvalidArgumentError(
      `expected a duration from ${formatDuration(shortestMs)} to ${formatDuration(longestMs)}, for instance 3m`,
    );
  return ms;
};
