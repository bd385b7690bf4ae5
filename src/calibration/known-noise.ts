import { comparedMetrics } from '../analysis/comparisons.ts';
import { smallestEffect } from '../analysis/noise.ts';
import type { Prior } from '../analysis/statistics.ts';
import type { StoredCalibration } from './store.ts';

/** What is known of the noise between two like rounds, and from where. */
export interface KnownNoise {
  /** By metric and phase, as comparisons call them. */
  readonly sd: Readonly<Record<string, number>>;
  /** Of pairs; null where it was not measured on this machine. */
  readonly pairs: number | null;
  /** In words, for instance `measured here 2 days ago`. */
  readonly from: string;
}

/** Between neighbouring rounds of 2.5 s of the default work on two shared cores, when nothing is known of a machine (docs/power.md). */
const typical: KnownNoise = {
  sd: { 'completed.p50 all': 0.042, 'completed.p95 all': 0.12 },
  pairs: null,
  from: 'typical of two shared cores; `tandem calibrate` measures this machine',
};

const ageOf = (at: string, nowMs: number): string => {
  const hours = Math.max(0, nowMs - Date.parse(at)) / 3_600_000;
  if (hours < 1) return 'within the last hour';
  return hours < 48 ? `${Math.round(hours)} hours ago` : `${Math.round(hours / 24)} days ago`;
};

/** The noisiest of the calibrations of these styles, or of any where none is of them. `nowMs` is since the epoch. */
export const knownNoise = (
  calibrations: readonly StoredCalibration[],
  styles: readonly string[],
  nowMs: number,
): KnownNoise => {
  const ofStyles = calibrations.filter(({ style }) => styles.includes(style));
  const used = ofStyles.length > 0 ? ofStyles : calibrations.slice(-1);
  if (used.length === 0) return typical;
  const sd: Record<string, number> = {};
  for (const { noise } of used)
    for (const one of noise) sd[one.metric] = Math.max(one.sd, sd[one.metric] ?? 0);
  const oldest = used.map(({ at }) => at).toSorted()[0]!;
  return {
    sd,
    pairs: Math.min(...used.map(({ pairs }) => pairs)),
    from: `measured on this machine ${ageOf(oldest, nowMs)}, with ${used.map(({ style, scenario }) => `${style} in ${scenario}`).join(' and ')}`,
  };
};

/**
 * A calibration is of other rounds than those of a run, often of shorter and of healthy ones, and of another hour. It counts as one degree of
 * freedom, and with a quarter more noise than it found: then a machine that is twice as noisy by now causes no more false alarms than are
 * stated. More weight would: with four degrees of freedom 13% instead of 5% (simulation in the test of this file).
 */
const priorDf = 1;
const allowance = 1.25;

/** What moderates the variance of few rounds; nothing where this machine was never measured. */
export const priorsFrom = ({ sd, pairs }: KnownNoise): Readonly<Record<string, Prior>> =>
  pairs === null
    ? {}
    : Object.fromEntries(
        Object.entries(sd)
          .filter(([, value]) => value > 0)
          .map(([metric, value]) => [metric, { sd: allowance * value, df: priorDf }]),
      );

const shown = ['completed.p50', 'completed.p95'] as const;
const mostRounds = 24;

const percent = (share: number): string =>
  share > 5 ? 'more than 500%' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;

/** What so many rounds can tell apart, and how many would tell half of it; for the plan. */
export const roundsAdvice = (noise: KnownNoise, rounds: number): readonly string[] => {
  const tests = comparedMetrics.length;
  const effects = (count: number): readonly string[] =>
    shown.flatMap((name) => {
      const sd = noise.sd[`${name} all`];
      return sd === undefined ? [] : [`${percent(smallestEffect(sd, { rounds: count, tests }))} of ${name}`];
    });
  const now = effects(rounds);
  if (now.length === 0) return [];
  if (rounds < 2)
    return [
      `One round finds no difference between contestants; --rounds 8 would find ${effects(8).join(' and ')}`,
      `  (noise ${noise.from})`,
    ];
  const p50 = noise.sd['completed.p50 all'] ?? 0;
  const half = smallestEffect(p50, { rounds, tests }) / 2;
  let more = rounds + 1;
  while (more < mostRounds && smallestEffect(p50, { rounds: more, tests }) > half) more += 1;
  return [
    `${rounds} rounds find differences of ${now.join(' and ')} in 80% of runs; --rounds ${more} would find ${effects(more).join(' and ')}`,
    `  (noise ${noise.from})`,
  ];
};
