import type { RoundResult } from '../../result/round.ts';
import type { RunResult } from '../../result/run.ts';
import { listed, noFigure, showCount, showDuration, showRate } from '../format.ts';
import { contestantNames, medianOf } from '../medians.ts';
import { waitingNoun } from '../waiting.ts';
import { shownPhase } from './latency-findings.ts';
import { showFigure } from './show-figure.ts';
import { type ShownRound, shownRounds } from './shown-round.ts';

/** A queue shorter than this is work in progress, not a backlog. */
const leastBacklog = 20;
/** Below this share of its peak a backlog counts as gone. */
const goneShare = 0.05;

/** From the last clearing until the backlog was gone for good; null without a fault, or when that was not seen. */
const goneAfter = ({ faults, samples }: RoundResult): number | null => {
  const clearings = faults.flatMap(({ applies, liftedAt }) =>
    applies && liftedAt !== null ? [liftedAt] : [],
  );
  if (clearings.length === 0) return null;
  const clearing = Math.max(...clearings);
  const limit = goneShare * Math.max(0, ...samples.backlog);
  const last = samples.backlog.findLastIndex((waiting) => waiting > limit);
  const at = samples.t[last + 1];
  return at === undefined ? null : Math.max(0, at - clearing);
};

const backlogOf = ({ name, round }: ShownRound): string => {
  const { peak } = round.backlog;
  const calls = round.pendingCalls.peak;
  const owed = calls < leastBacklog ? '' : `; ${name} owed up to ${showCount(calls)} calls`;
  if (peak < leastBacklog) return owed;
  const gone = goneAfter(round);
  const until = gone === null ? '' : `, gone ${showDuration(gone)} after it was cleared`;
  return `; ${name} had up to ${showCount(peak)} ${waitingNoun(round)} waiting${until}${owed}`;
};

const drainOf = (result: RunResult, name: string): string => {
  const drain = medianOf(result, name, 'drainTime', 'all');
  return drain === 'never'
    ? `${name} was not drained before the deadline`
    : `${name} was drained ${showFigure(drain)} after the load`;
};

/** What was accepted and completed of what was offered, what waited, and how long it took to be done. */
export const rateFinding = (result: RunResult): string => {
  const phase = shownPhase(result);
  const rate = (name: string, of: 'offered' | 'accepted' | 'completed'): string => {
    const value = medianOf(result, name, `rate.${of}`, phase);
    return typeof value === 'number' ? showRate(value) : noFigure;
  };
  const laterOf = (name: string): string => {
    const later = medianOf(result, name, 'rate.carriedOut.accepted', phase);
    return typeof later === 'number' && later > 0 ? ` (and ${showRate(later)} later)` : '';
  };
  const shown = shownRounds(result);
  if (phase === 'during') {
    const accepted = contestantNames(result).map(
      (name) => `${name} accepted ${rate(name, 'accepted')} of ${rate(name, 'offered')}${laterOf(name)}`,
    );
    return `During the fault ${listed(accepted)}${shown.map(backlogOf).join('')}`;
  }
  const completed = contestantNames(result).map(
    (name) => `${name} completed ${rate(name, 'completed')} of ${rate(name, 'offered')}`,
  );
  const drained = contestantNames(result).map((name) => drainOf(result, name));
  return `${listed(completed)}; ${listed(drained)}`;
};
