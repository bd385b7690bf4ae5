/** Lanczos approximation (g = 7, n = 9) of ln Γ(x) for x > 0; relative error below 1e-13. */
const logGamma = (x: number): number => {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const base = x + 6.5;
  const series = coefficients.reduce((sum, value, index) => sum + value / (x + index), 0.9999999999998099);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
};

/** Continued fraction of the incomplete beta function, evaluated by Lentz's method (Numerical Recipes, 6.4). */
const betaFraction = (x: number, a: number, b: number): number => {
  const tiny = 1e-300;
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; m <= 300; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    product *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return product;
};

/** Regularised incomplete beta function I_x(a, b). */
const incompleteBeta = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
};

/** Two-sided p-value of Student's t with `df` degrees of freedom. */
export const twoSidedP = (t: number, df: number): number =>
  Number.isFinite(t) ? incompleteBeta(df / (df + t * t), df / 2, 0.5) : 0;

/** The t that is exceeded in size with probability `alpha`; found by bisection to 12 digits. */
export const criticalT = (alpha: number, df: number): number => {
  let low = 0;
  let high = 1;
  while (twoSidedP(high, df) > alpha) high *= 2;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (twoSidedP(middle, df) > alpha) low = middle;
    else high = middle;
  }
  return high;
};

/** Standard normal distribution function, by the complementary error function of Numerical Recipes (error < 1.2e-7). */
const normalCdf = (z: number): number => {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const powers = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const exponent = powers.reduceRight((sum, coefficient) => coefficient + t * sum, 0);
  const tail = (t * Math.exp(exponent - x * x)) / 2;
  return z >= 0 ? 1 - tail : tail;
};

/**
 * Probability that a t test finds an effect that lies `noncentrality` standard errors away from none: the noncentral t
 * distribution beyond the critical value, integrated over the distribution of the estimated standard deviation.
 */
export const powerOfT = (noncentrality: number, alpha: number, df: number): number => {
  const critical = criticalT(alpha, df);
  const logScale = Math.log(2) + (df / 2) * Math.log(df / 2) - logGamma(df / 2);
  const steps = 4_000;
  // s/σ hardly ever exceeds 1 + 8/√(2·df).
  const width = (1 + 8 / Math.sqrt(2 * df)) / steps;
  let power = 0;
  for (let step = 0; step < steps; step += 1) {
    const s = (step + 0.5) * width;
    const density = Math.exp(logScale + (df - 1) * Math.log(s) - (df * s * s) / 2);
    power +=
      density * (normalCdf(noncentrality - critical * s) + normalCdf(-noncentrality - critical * s)) * width;
  }
  return power;
};
