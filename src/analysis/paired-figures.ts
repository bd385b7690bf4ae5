import type { PairedFigure } from '../result/run.ts';
import { type PairedRank, pairedLogRatio, type RequestLatencies } from './paired-requests.ts';

/** One contestant in a round in which others were up at the same time. */
export interface PairedMember {
  readonly contestant: string;
  readonly latencies: RequestLatencies;
}

const milestones = ['accepted', 'completed'] as const;
const ranks: readonly PairedRank[] = ['p50', 'p95'];

const figureOf = (
  { latencies: a }: PairedMember,
  { latencies: b }: PairedMember,
  milestone: (typeof milestones)[number],
  rank: PairedRank,
): Pick<PairedFigure, 'logRatio' | 'never'> => {
  const logRatio = pairedLogRatio(a[milestone], b[milestone], rank);
  if (logRatio === null || Number.isFinite(logRatio)) return { logRatio };
  return { logRatio: null, never: logRatio > 0 ? 'b' : 'a' };
};

/** Every two of those that were up together in a round, in their order. */
export const pairedFigures = (round: number, members: readonly PairedMember[]): readonly PairedFigure[] =>
  members.flatMap((a, place) =>
    members.slice(place + 1).flatMap((b) =>
      milestones.flatMap((milestone) =>
        ranks.map((rank) => ({
          round,
          a: a.contestant,
          b: b.contestant,
          metric: `${milestone}.${rank} all`,
          ...figureOf(a, b, milestone, rank),
        })),
      ),
    ),
  );
