import type { PhaseFigures } from '../result/figures.ts';
import type { RoundResult } from '../result/round.ts';

/** What a metric counts in. `ms` also stands for CPU milliseconds. */
export type MetricUnit = 'ms' | 'count' | 'perSecond' | 'ratio';

export interface MetricDefinition {
  readonly name: string;
  readonly unit: MetricUnit;
  /** `exact` is counted request by request; `measured` carries the noise of the machine and needs an interval. */
  readonly kind: 'exact' | 'measured';
  /** false: only the whole round has it, so before, during and after make no sense. */
  readonly byPhase: boolean;
  readonly better: 'lower' | 'higher';
  readonly meaning: string;
}

/** `never`: a request at that rank never got there, which is beyond every limit. */
export type MetricValue = number | 'never' | { readonly error: string };

/** A metric and how it is read from a round. */
export interface Metric extends MetricDefinition {
  readonly read: (round: RoundResult, figures: PhaseFigures) => MetricValue;
}
