import { normal, type Random, seededRandom } from '../../src/shared/random.ts';
import type { SyntheticRequest } from './synthetic-round.ts';

/** An outage of one service in the middle of the measured time. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** How requests fare with one contestant: a pure function of a request's due time and of chance. */
export type Fate = (dueAt: number, random: Random) => SyntheticRequest;

const lognormal = (random: Random, median: number, spread: number): number =>
  median * Math.exp(normal(random) * spread);

const workflow = ['opened', 'charged', 'recommended', 'notified-ready'] as const satisfies readonly string[];

/** The effects of a whole workflow, evenly spread between the two times. */
const effectsBetween = (from: number, to: number): readonly (readonly [string, number])[] =>
  workflow.map((effect, index) => [effect, from + ((to - from) * index) / workflow.length] as const);

/** A call chain: the answer comes when all is done, or not at all. */
const chained = (dueAt: number, ms: number): SyntheticRequest => ({
  dueAt,
  answer: 'active',
  answeredAfter: ms,
  did: [...effectsBetween(3, ms * 0.9), ['activated', ms * 0.97]],
});

/** A flow: accepted at once, done later. */
const flowing = (dueAt: number, acceptedAfter: number, ms: number): SyntheticRequest => ({
  dueAt,
  answer: 'accepted',
  answeredAfter: acceptedAfter,
  notice: 'ready',
  noticedAfter: ms,
  did: [...effectsBetween(acceptedAfter * 0.8, ms * 0.95), ['activated', ms * 0.6]],
});

const isOut = (dueAt: number, outage: Outage | null): outage is Outage =>
  outage !== null && dueAt >= outage.from && dueAt < outage.to;

/** Fails fast while a service is away; some callers are cut off in the middle. */
export const callChain =
  (outage: Outage | null, medianMs = 90): Fate =>
  (dueAt, random) => {
    const ms = lognormal(random, medianMs, 0.25);
    if (!isOut(dueAt, outage)) {
      if (random() >= 0.01) return chained(dueAt, ms);
      return {
        dueAt,
        answer: 'declined',
        answeredAfter: ms * 0.5,
        did: [
          ['opened', 2],
          ['declined', ms * 0.3],
          ['cancelled', ms * 0.45],
        ],
      };
    }
    const chance = random();
    const opened: readonly [string, number] = ['opened', 3];
    if (chance < 0.06) return { dueAt, did: [opened] };
    if (chance < 0.1)
      return { dueAt, answer: 'error', answeredAfter: 2_040, did: chained(dueAt, 2_600).did ?? [] };
    if (chance < 0.12)
      return {
        dueAt,
        answer: 'error',
        answeredAfter: 2_100,
        did: [opened, ['charged', 400], ['refunded', 1_900], ['cancelled', 2_000]],
      };
    if (chance < 0.14)
      return { dueAt, answer: 'error', answeredAfter: 2_050, did: [opened, ['charged', 300]] };
    return {
      dueAt,
      answer: 'error',
      answeredAfter: lognormal(random, 12, 0.5),
      did: [opened, ['cancelled', 9]],
    };
  };

/** Accepts throughout; what arrived during the outage is done in order after it, at the pace of the workers. */
export const eventFlow =
  (outage: Outage | null, medianMs = 60, pace = 0.35): Fate =>
  (dueAt, random) => {
    const accepted = lognormal(random, 7, 0.3);
    const ms = lognormal(random, medianMs, 0.25) + accepted;
    if (outage === null || dueAt < outage.from) return flowing(dueAt, accepted, ms);
    const caughtUp = outage.to + 300 + (dueAt - outage.from) * pace;
    return flowing(dueAt, accepted, Math.max(ms, caughtUp - dueAt + ms));
  };

/** An event flow that confirms nothing: what is under way when the service dies is gone. */
export const leakyFlow =
  (outage: Outage | null): Fate =>
  (dueAt, random) => {
    const request = eventFlow(outage)(dueAt, random);
    const underway = outage !== null && dueAt >= outage.from - 400 && dueAt < outage.from + 300;
    if (!underway && random() > 0.004) return request;
    const answeredAfter = request.answeredAfter ?? 7;
    return { dueAt, answer: 'accepted', answeredAfter, did: [['opened', answeredAfter * 0.8]] };
  };

/** Answers every request with an error: nothing is ever completed. */
export const refusesAll: Fate = (dueAt, random) => ({
  dueAt,
  answer: 'error',
  answeredAfter: lognormal(random, 4, 0.4),
  did: [
    ['opened', 1],
    ['cancelled', 2],
  ],
});

/** Poisson arrivals from the start of the warm-up, the same for every contestant of a round. */
export const arrivals = (
  span: { readonly warmUpMs: number; readonly durationMs: number; readonly perSecond: number },
  round: number,
): readonly number[] => {
  const random = seededRandom('arrivals', round);
  const due: number[] = [];
  let at = -span.warmUpMs;
  for (;;) {
    at -= (Math.log(1 - random()) * 1_000) / span.perSecond;
    if (at >= span.durationMs) return due;
    due.push(Math.round(at * 1_000) / 1_000);
  }
};
