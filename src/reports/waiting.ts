import type { RoundResult } from '../result/round.ts';

/**
 * What the backlog of a round counts. Older results counted calls without a caller in it as well, and do not hold the two
 * apart: they have no samples of such calls.
 */
export const waitingNoun = ({ samples }: RoundResult): string =>
  samples.pendingCalls.length < samples.t.length ? 'messages or owed calls' : 'messages';
