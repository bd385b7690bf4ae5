import { ascending, median, middleOf } from '../shared/median.ts';
import { seededRandom } from '../shared/random.ts';
import { criticalT, twoSidedP } from '../shared/students-t.ts';

const level = 0.95;
const resamples = 2_000;

export interface Interval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Median of per-round values with its 95% percentile-bootstrap interval (Efron and Tibshirani 1993, chapter 13), the
 * same for the same seed. With one or two values the interval is their range; with three to five it is hardly narrower,
 * for so few rounds cannot say more. Infinity stands for "never". NaN of nothing.
 */
export const bootstrapMedian = (values: readonly number[], seed: number | string): Interval => {
  const known = ascending(values);
  if (known.length === 0) return { median: Number.NaN, low: Number.NaN, high: Number.NaN };
  const middle = middleOf(known);
  if (known.length < 3) return { median: middle, low: known[0]!, high: known.at(-1)! };
  const random = seededRandom('bootstrap', seed);
  const medians = ascending(
    Array.from({ length: resamples }, () =>
      median(known.map(() => known[Math.floor(random() * known.length)]!)),
    ),
  );
  const at = (share: number): number => medians[Math.min(resamples - 1, Math.floor(share * resamples))]!;
  return { median: middle, low: at((1 - level) / 2), high: at((1 + level) / 2) };
};

/** A standard deviation known beforehand, worth so many degrees of freedom; `tandem calibrate` measures it. */
export interface Prior {
  readonly sd: number;
  readonly df: number;
}

export interface PairedComparison {
  /** Geometric mean of b/a; null where it is not finite or where there are no pairs. */
  readonly ratio: number | null;
  /** 95% interval of the ratio; null with fewer than two pairs. */
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided; null where no test is possible. */
  readonly pValue: number | null;
  /** −1: b is below a; 1: above; 0: level. */
  readonly direction: -1 | 0 | 1;
  readonly pairs: number;
}

/** From here on the sign-flip test can reach 0.002 and needs no assumption about the distribution. */
const enoughForSignFlip = 10;
/** Beyond that the exact enumeration takes long, and the t test is as good. */
const mostForSignFlip = 16;
/** Fewest rounds of "one side never got there" that count as a difference without a test. */
const enoughForDominance = 3;

/** Exact two-sided p of the mean under all 2ⁿ changes of sign (Fisher 1935; Pitman 1937). */
export const signFlipP = (differences: readonly number[]): number => {
  const observed = Math.abs(differences.reduce((sum, value) => sum + value, 0)) - 1e-12;
  const total = 2 ** differences.length;
  let asExtreme = 0;
  for (let signs = 0; signs < total; signs += 1) {
    const sum = differences.reduce((part, value, bit) => part + ((signs >>> bit) & 1 ? value : -value), 0);
    if (Math.abs(sum) >= observed) asExtreme += 1;
  }
  return asExtreme / total;
};

const rounding = 1e-12;

const logRatios = (a: readonly (number | null)[], b: readonly (number | null)[]): number[] =>
  a.flatMap((before, index) => {
    const after = b[index] ?? null;
    if (before === null || after === null) return [];
    // Both zero, or both infinite: level.
    const difference = before === after ? 0 : Math.log(after / before);
    // Below the last digits of a measured value there is only the rounding of the arithmetic.
    return [Math.abs(difference) < rounding ? 0 : difference];
  });

/** Where a ratio is infinite there is no mean to test; only its direction, when it is always the same. */
const withoutMean = (differences: readonly number[]): PairedComparison => {
  const signs = new Set(differences.map((value) => (Number.isFinite(value) ? 0 : Math.sign(value))));
  const [only = 0] = signs;
  const dominates = signs.size === 1 && differences.length >= enoughForDominance;
  return {
    ratio: null,
    low: null,
    high: null,
    pValue: dominates ? 0 : null,
    direction: only < 0 ? -1 : only > 0 ? 1 : 0,
    pairs: differences.length,
  };
};

/**
 * Compares per-round values pair by pair, on the logarithm of b/a, since noise on a machine multiplies. The p-value is
 * that of a t test on the log-ratios, because three to nine rounds cannot decide a sign-flip test (three pairs never fall
 * below 0.25); with 10 to 16 pairs it is the exact sign-flip test. A prior moderates the variance (Smyth 2004), which a
 * few rounds estimate badly. Infinity means "never": when in each of at least three rounds one side got there and the
 * other never did, the difference needs no test. null drops the pair.
 */
export const compareRounds = (
  a: readonly (number | null)[],
  b: readonly (number | null)[],
  prior: Prior | null = null,
): PairedComparison => {
  const differences = logRatios(a, b);
  const pairs = differences.length;
  if (differences.some((value) => !Number.isFinite(value))) return withoutMean(differences);
  const mean = differences.reduce((sum, value) => sum + value, 0) / pairs;
  const direction = mean < 0 ? -1 : mean > 0 ? 1 : 0;
  if (pairs < 2) {
    return {
      ratio: pairs === 0 ? null : Math.exp(mean),
      low: null,
      high: null,
      pValue: null,
      direction,
      pairs,
    };
  }
  const ownDf = pairs - 1;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const df = ownDf + (prior?.df ?? 0);
  const variance = (squares + (prior === null ? 0 : prior.df * prior.sd ** 2)) / df;
  const error = Math.sqrt(variance / pairs);
  const margin = criticalT(1 - level, df) * error;
  const byFlips = pairs >= enoughForSignFlip && pairs <= mostForSignFlip;
  const byT = mean === 0 ? 1 : twoSidedP(mean / error, df);
  return {
    ratio: Math.exp(mean),
    low: Math.exp(mean - margin),
    high: Math.exp(mean + margin),
    pValue: byFlips ? signFlipP(differences) : byT,
    direction,
    pairs,
  };
};

/**
 * Holm's step-down correction (1979) with weights, as in his section 4: adjusted p-values in the order given. The chance of
 * any false alarm among them stays below α, whatever the weights, if these are chosen before the data are seen.
 */
export const holm = (pValues: readonly number[], weights: readonly number[] = []): readonly number[] => {
  const adjusted = pValues.map(() => 1);
  const tests = pValues.map((pValue, index) => ({ pValue, index, weight: weights[index] ?? 1 }));
  let left = tests.reduce((sum, { weight }) => sum + weight, 0);
  let highest = 0;
  for (const { pValue, index, weight } of tests.toSorted(
    (a, b) => a.pValue / a.weight - b.pValue / b.weight,
  )) {
    highest = Math.max(highest, Math.min(1, (pValue * left) / weight));
    adjusted[index] = highest;
    left -= weight;
  }
  return adjusted;
};
