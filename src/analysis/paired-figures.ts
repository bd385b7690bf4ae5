import type { PairedFigure } from '../result/run.ts';
import { type PairedRank, pairedLogRatio, type RequestLatencies } from './paired-requests.ts';
import { settlingOf } from './settling.ts';

/** One contestant in a round in which others were up at the same time. */
export interface PairedMember {
  readonly contestant: string;
  readonly latencies: RequestLatencies;
}

const milestones = ['accepted', 'completed'] as const;
const ranks: readonly PairedRank[] = ['p50', 'p95'];

const figureOf = (
  a: Float64Array,
  b: Float64Array,
  rank: PairedRank,
): Pick<PairedFigure, 'logRatio' | 'never'> => {
  const logRatio = pairedLogRatio(a, b, rank);
  if (logRatio === null || Number.isFinite(logRatio)) return { logRatio };
  return { logRatio: null, never: logRatio > 0 ? 'b' : 'a' };
};

const compare = (round: number, a: PairedMember, b: PairedMember): readonly PairedFigure[] => {
  const sides = [settlingOf(a.latencies.completed), settlingOf(b.latencies.completed)];
  // The same requests on both sides, or the work would be another.
  const from = Math.max(...sides.map((side) => side.from));
  const begin = {
    ...(from === 0 ? {} : { leftOut: from }),
    ...(sides.some(({ drifts }) => drifts) ? { drifts: true } : {}),
  };
  return milestones.flatMap((milestone) =>
    ranks.map((rank) => ({
      round,
      a: a.contestant,
      b: b.contestant,
      metric: `${milestone}.${rank} all`,
      ...figureOf(a.latencies[milestone].subarray(from), b.latencies[milestone].subarray(from), rank),
      ...begin,
    })),
  );
};

/** Every two of those that were up together in a round, in their order; requests of the time in which either still warmed up are left out. */
export const pairedFigures = (round: number, members: readonly PairedMember[]): readonly PairedFigure[] =>
  members.flatMap((a, place) => members.slice(place + 1).flatMap((b) => compare(round, a, b)));
