import { formatDuration, formatRate } from '../shared/durations.ts';
import { lengthOf } from '../shared/stages.ts';
import type { Answers } from './answers.ts';
import { expectedDrainMs, layoutOf, requestsForP95, warmUpMs } from './layout.ts';
import { advisedStyles } from './scenario-text.ts';

/** One scenario of an advice: the one of the answers, or one with another value of the input that is varied. */
export interface PlannedRun {
  /** Name of its scenario file, without `.yaml`. */
  readonly name: string;
  readonly answers: Answers;
  readonly rounds: number;
  /** The value of the input that is varied, for sorting, and in words; null for the scenario of the answers. */
  readonly point: { readonly value: number; readonly words: string } | null;
}

/** The input that matters most, and what it is now. */
export interface Varied {
  readonly input: 'outage' | 'slow' | 'peak';
  readonly value: number;
  readonly words: string;
}

export interface AdvicePlan {
  readonly main: PlannedRun;
  readonly varied: Varied;
  readonly points: readonly PlannedRun[];
  /** Of all runs, the start of a broker among it. */
  readonly expectedMs: number;
}

/** Start and stop of a round's processes, about. */
const overheadMs = 4_000;
const brokerStartMs = 10_000;

const expectedRunMs = ({ answers, rounds }: PlannedRun): number =>
  rounds *
  advisedStyles.length *
  (overheadMs + warmUpMs + lengthOf(layoutOf(answers).stages) + expectedDrainMs(answers));

const peakLastsMs = 5_000;
/** Beyond that the machine, and no style, would be what is measured. */
const mostPerSecond = 400;

const atOutage = (answers: Answers, outage: NonNullable<Answers['outage']>, forMs: number): Answers => ({
  ...answers,
  outage: { forMs, everyMs: Math.max(outage.everyMs, 2 * forMs) },
});

type Point = readonly [value: number, words: string, slug: string, answers: Answers];

/** The most telling values first, for there may not be time for all. */
const outagePoints = (answers: Answers, outage: NonNullable<Answers['outage']>): readonly Point[] =>
  [outage.forMs / 4, outage.forMs * 2, outage.forMs / 2]
    .map((ms) => Math.max(1_000, Math.round(ms / 500) * 500))
    .map((ms) => [ms, formatDuration(ms), `outage-${formatDuration(ms)}`, atOutage(answers, outage, ms)]);

const slowPoints = (answers: Answers, slow: NonNullable<Answers['slow']>): readonly Point[] =>
  [slow.addMs / 4, slow.addMs * 4, slow.addMs / 2]
    .map((ms) => Math.max(1, Math.round(ms)))
    .map((addMs) => {
      const words = formatDuration(addMs);
      return [addMs, words, `slower-${words}`, { ...answers, slow: { ...slow, addMs } }];
    });

const peakPoints = (answers: Answers): readonly Point[] => {
  const { peak, perSecond } = answers;
  const rates =
    peak === null
      ? [4, 2, 8].map((times) => perSecond * times)
      : [2, 0.5, 4].map((times) => peak.perSecond * times);
  return rates
    .map((rate) => Math.round(Math.min(rate, Math.max(mostPerSecond, 2 * perSecond))))
    .filter((rate) => rate > perSecond && rate !== peak?.perSecond)
    .map((rate) => {
      const forMs = Math.max(peak?.forMs ?? peakLastsMs, Math.ceil((requestsForP95 * 1_000) / rate));
      return [rate, formatRate(rate), `peak-${rate}`, { ...answers, peak: { perSecond: rate, forMs } }];
    });
};

/** What breaks matters more than how much comes, and being away more than being slow. */
const variedOf = (answers: Answers): { readonly varied: Varied; readonly points: readonly Point[] } => {
  const { outage, slow, peak, perSecond } = answers;
  if (outage !== null)
    return {
      varied: { input: 'outage', value: outage.forMs, words: formatDuration(outage.forMs) },
      points: outagePoints(answers, outage),
    };
  if (slow !== null)
    return {
      varied: { input: 'slow', value: slow.addMs, words: formatDuration(slow.addMs) },
      points: slowPoints(answers, slow),
    };
  return {
    varied:
      peak === null
        ? { input: 'peak', value: perSecond, words: 'no peak' }
        : { input: 'peak', value: peak.perSecond, words: formatRate(peak.perSecond) },
    points: peakPoints(answers),
  };
};

/** Rounds of the main run, further points, and rounds of each: from what is wanted down to the least that says something. */
const ladder = [
  [3, 3, 2],
  [3, 3, 1],
  [3, 2, 1],
  [3, 1, 1],
  [2, 2, 1],
  [2, 1, 1],
  [2, 0, 1],
] as const;

export interface PlanOptions {
  /** Time for everything, ms. */
  readonly withinMs: number;
  /** Instead of as many as there is time for. */
  readonly rounds?: number | undefined;
  readonly points?: number | undefined;
}

const planWith = (answers: Answers, rounds: number, pointCount: number, pointRounds: number): AdvicePlan => {
  const { varied, points } = variedOf(answers);
  const distinct = new Map(
    points.filter(([value]) => value !== varied.value).map((point) => [point[0], point] as const),
  );
  const main: PlannedRun = { name: 'advice', answers, rounds, point: null };
  const planned = [...distinct.values()]
    .slice(0, pointCount)
    .map(
      ([value, words, name, changed]): PlannedRun => ({
        name,
        answers: changed,
        rounds: pointRounds,
        point: { value, words },
      }),
    )
    .toSorted((a, b) => (a.point?.value ?? 0) - (b.point?.value ?? 0));
  const expectedMs = [main, ...planned].reduce((sum, run) => sum + expectedRunMs(run), brokerStartMs);
  return { main, varied, points: planned, expectedMs };
};

/** As much as fits into the time; the last plan is the least, and whether that fits is for the caller to see. */
export const planAdvice = (answers: Answers, { withinMs, rounds, points }: PlanOptions): AdvicePlan => {
  const plans = ladder.map(([usualRounds, usualPoints, pointRounds]) =>
    planWith(
      answers,
      rounds ?? usualRounds,
      points ?? usualPoints,
      Math.min(pointRounds, rounds ?? pointRounds),
    ),
  );
  const fitting = plans.find(({ expectedMs }) => expectedMs <= withinMs);
  return fitting ?? plans.toSorted((a, b) => a.expectedMs - b.expectedMs)[0]!;
};
