import { mean } from '../shared/mean.ts';
import { criticalT, twoSidedP } from '../shared/students-t.ts';

/** Two unpaired samples of positive values, compared on the logarithm. */
export interface UnpairedComparison {
  /** Geometric mean of b over that of a; null where one of them is infinite or there is no value. */
  readonly ratio: number | null;
  /** 95% interval of the ratio; null with fewer than two values on a side. */
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided; null where no test is possible. */
  readonly pValue: number | null;
  /** −1: b is below a; 1: above; 0: level. */
  readonly direction: -1 | 0 | 1;
}

/** Fewest rounds a side of "one never got there, the other always did" that count as a difference without a test. */
const enoughForDominance = 3;

/** Squared standard error of a mean. */
const squaredError = (values: readonly number[]): number => {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return squares / (values.length - 1) / values.length;
};

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;

/** Infinity ("never") and zero have no logarithm: only a side that is always beyond the other tells anything. */
const withoutLogarithm = (a: readonly number[], b: readonly number[]): UnpairedComparison => {
  const above = Math.min(...b) > Math.max(...a);
  const below = Math.max(...b) < Math.min(...a);
  const enough = Math.min(a.length, b.length) >= enoughForDominance;
  return {
    ratio: null,
    low: null,
    high: null,
    pValue: (above || below) && enough ? 0 : null,
    direction: above ? 1 : below ? -1 : 0,
  };
};

/**
 * Welch's t test (Welch 1947, *Biometrika* 34; degrees of freedom after Satterthwaite 1946, *Biometrics Bulletin* 2) on the
 * logarithms of per-round values. Rounds of two separate runs did not share the machine's minute, so there are no pairs,
 * and nothing says that both runs were equally noisy.
 */
export const welch = (a: readonly number[], b: readonly number[]): UnpairedComparison => {
  if (a.length === 0 || b.length === 0)
    return { ratio: null, low: null, high: null, pValue: null, direction: 0 };
  if (![...a, ...b].every(isPositive)) return withoutLogarithm(a, b);
  const [before, after] = [a.map(Math.log), b.map(Math.log)];
  const difference = mean(after) - mean(before);
  const direction = difference < 0 ? -1 : difference > 0 ? 1 : 0;
  const ratio = Math.exp(difference);
  if (a.length < 2 || b.length < 2) return { ratio, low: null, high: null, pValue: null, direction };
  const [ofA, ofB] = [squaredError(before), squaredError(after)];
  const squared = ofA + ofB;
  if (squared === 0) {
    return { ratio, low: ratio, high: ratio, pValue: difference === 0 ? 1 : 0, direction };
  }
  const df = squared ** 2 / (ofA ** 2 / (a.length - 1) + ofB ** 2 / (b.length - 1));
  const error = Math.sqrt(squared);
  const margin = criticalT(0.05, df) * error;
  return {
    ratio,
    low: Math.exp(difference - margin),
    high: Math.exp(difference + margin),
    pValue: twoSidedP(difference / error, df),
    direction,
  };
};
