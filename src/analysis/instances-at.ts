import type { RoundResult } from '../result/round.ts';
import { mean } from '../shared/mean.ts';

/**
 * How many processes of a service there were at a moment: as many as it began with, changed by what its autoscaler had carried
 * out by then; one that is being taken away counts until it has ended.
 * @param base those that it began with
 */
export const instancesAt = (
  { scaling = [] }: Pick<RoundResult, 'scaling'>,
  service: string,
  base: number,
  at: number,
): number =>
  scaling
    .filter((one) => one.service === service && one.doneAt !== null && one.doneAt <= at)
    .reduce((sum, { from, to }) => sum + to - from, base);

/** The same on average over the samples with these indices; what it began with where there are none. */
export const meanInstances = (
  round: Pick<RoundResult, 'scaling' | 'samples'>,
  service: string,
  base: number,
  indices: readonly number[],
): number =>
  indices.length === 0
    ? base
    : mean(indices.map((index) => instancesAt(round, service, base, round.samples.t[index] ?? 0)));
