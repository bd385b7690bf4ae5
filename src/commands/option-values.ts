import { InvalidArgumentError } from 'commander';

export const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError('expected a whole number');
  return value;
};

export const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('expected a number above 0');
  return value;
};

/** An option that may be repeated. */
export const collect = (value: string, seen: readonly string[]): readonly string[] => [...seen, value];
