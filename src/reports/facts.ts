import { metricNamed } from '../analysis/metrics.ts';
import type { PhaseName } from '../result/figures.ts';
import type { Outcomes } from '../result/outcomes.ts';
import type { RoundResult } from '../result/round.ts';
import type { RunResult } from '../result/run.ts';
import { counted, showCount, showDuration, showMoment, showRate, showShare } from './format.ts';
import { figuresOf, medianOf } from './medians.ts';
import type { Fact } from './phrases.ts';

/** The name of a round as a window of a fact. */
export const windowOf = ({ round }: RoundResult): string => `round ${round}`;

/** Median of a time or a rate over the rounds that count; null where it is no number. */
export const medianFact = (
  result: RunResult,
  contestant: string,
  metric: string,
  phase: PhaseName,
): Fact | null => {
  const value = medianOf(result, contestant, metric, phase);
  if (typeof value !== 'number') return null;
  const show = metricNamed(metric)?.unit === 'perSecond' ? showRate : showDuration;
  return { contestant, metric, window: phase, value, shown: show(value) };
};

/** A count of requests, summed over the rounds that have the phase. */
export const sumFact = (
  result: RunResult,
  contestant: string,
  metric: keyof Outcomes,
  phase: PhaseName,
): Fact => {
  const rounds = figuresOf(result, contestant).rounds.filter(
    ({ phases }) => phase === 'all' || phases[phase].windows.length > 0,
  );
  const of = ({ phases, outcomes }: RoundResult): number =>
    (phase === 'all' ? outcomes : phases[phase].outcomes)[metric] ?? 0;
  const value = rounds.reduce((sum, round) => sum + of(round), 0);
  return { contestant, metric, window: phase, value, shown: showCount(value) };
};

/** Two counts of one window as a share, the first of the second. */
export const shareFact = (part: Fact, whole: Fact): Fact => {
  const value = whole.value === 0 ? 0 : part.value / whole.value;
  return { ...part, metric: `share.${part.metric}`, value, shown: showShare(value) };
};

type Place = Pick<Fact, 'contestant' | 'metric' | 'window'>;

export const countFact = (place: Place, value: number, noun?: string): Fact => ({
  ...place,
  value,
  shown: noun === undefined ? showCount(value) : counted(value, noun),
});

/** A moment of a round, ms from the end of the warm-up. */
export const momentFact = (place: Place, value: number): Fact => ({
  ...place,
  value,
  shown: showMoment(value),
});

/** A span of time, ms. */
export const durationFact = (place: Place, value: number): Fact => ({
  ...place,
  value,
  shown: showDuration(value),
});

/** The same figure with its noun: `1 request`, `2 requests`. */
export const withNoun = (fact: Fact, noun: string): Fact => ({ ...fact, shown: counted(fact.value, noun) });
