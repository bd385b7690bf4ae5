import { type OutcomeClass, outcomeClasses } from '../../result/outcomes.ts';
import type { RoundResult } from '../../result/round.ts';
import { type Frame, type Range, xPixel, yPixel } from './frame.ts';

/** Height over the top of the axis at which requests without any answer stand, in decades. */
export const unanswered = 0.45;

/** Side of the square in which dots of one outcome coincide, pixels. */
const spot = 2;

export type Dots = ReadonlyMap<OutcomeClass, readonly (readonly [x: number, y: number])[]>;

/** The dots of a round in pixels; those that would cover one another only once, so that none is missing to the eye. */
export const dotsOf = ({ dots }: RoundResult, frame: Frame, x: Range, y: Range): Dots => {
  const cells = new Map<OutcomeClass, Map<string, readonly [number, number]>>();
  const snapped = (pixel: number): number => Math.round(pixel / spot) * spot;
  for (const [due, latency, index] of dots.points) {
    const kind = outcomeClasses[index];
    if (kind === undefined) continue;
    const log = latency < 0 ? y[1] + unanswered : Math.max(y[0], Math.log10(Math.max(latency, 0.1)));
    const point = [snapped(xPixel(frame, x, due / 1_000)), snapped(yPixel(frame, y, log))] as const;
    const own = cells.get(kind) ?? new Map<string, readonly [number, number]>();
    cells.set(kind, own.set(`${point[0]} ${point[1]}`, point));
  }
  return new Map(
    outcomeClasses.flatMap((kind) => {
      const own = cells.get(kind);
      return own === undefined ? [] : [[kind, [...own.values()]] as const];
    }),
  );
};
