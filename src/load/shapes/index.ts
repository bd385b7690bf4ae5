import { formatDuration, formatRate } from '../../shared/durations.ts';
import * as list from './list.ts';
import type { Curve, Shape } from './shape.ts';

/** Every shape that a stage can name; `list.ts` says which. */
export const shapes: ReadonlyMap<string, Shape> = new Map(
  Object.values(list).map((shape: Shape) => [shape.type, shape]),
);

/** A part of the load, as plain data. */
export interface Stage {
  /** Requests per second; at its start, where the rate changes within it. */
  readonly perSecond: number;
  readonly forMs: number;
  /** The rate at its end, which it reaches in a straight line. */
  readonly toPerSecond?: number;
  /** A rate of another shape, with the settings as its schema parses them. */
  readonly shape?: { readonly type: string; readonly settings: unknown };
  /** What budgets and charts call it. */
  readonly name?: string;
}

const ramp = (from: number, to: number, forMs: number): Curve => ({
  rateAt: (ms) => from + ((to - from) * ms) / forMs,
  requestsBefore: (ms) => (from * ms + ((to - from) * ms * ms) / (2 * forMs)) / 1_000,
  highest: Math.max(from, to),
});

/** The rate of a stage over its time. Throws for a shape that does not exist. */
export const curveOf = ({ perSecond, forMs, toPerSecond = perSecond, shape }: Stage): Curve => {
  if (shape === undefined) return ramp(perSecond, toPerSecond, forMs);
  const known = shapes.get(shape.type);
  if (known === undefined) throw new Error(`no shape is named ${shape.type}`);
  return known.curve(shape.settings);
};

/** How many requests fall due in the stages of a load, on average. */
export const requestsIn = (stages: readonly Stage[]): number =>
  stages.reduce((sum, stage) => sum + curveOf(stage).requestsBefore(stage.forMs), 0);

/** The same between two moments, ms from the start of the first stage. */
export const requestsBetween = (stages: readonly Stage[], from: number, to: number): number => {
  let [start, sum] = [0, 0];
  for (const stage of stages) {
    const within = (ms: number): number => Math.min(Math.max(ms - start, 0), stage.forMs);
    const { requestsBefore } = curveOf(stage);
    sum += Math.max(0, requestsBefore(within(to)) - requestsBefore(within(from)));
    start += stage.forMs;
  }
  return sum;
};

/**
 * The rate of the warm-up: the mean of the first stage in which anything falls due, so that a ramp from zero begins with processes as
 * warm as those of a steady load, and a burst is not preceded by its peak for as long as the warm-up lasts.
 */
export const warmUpRate = (stages: readonly Stage[]): number => {
  const first = stages.find((stage) => requestsIn([stage]) > 0);
  if (first === undefined) return 0;
  return isConstant(first) ? first.perSecond : (requestsIn([first]) * 1_000) / first.forMs;
};

/** Whether its rate stays the same. */
export const isConstant = ({ perSecond, toPerSecond = perSecond, shape }: Stage): boolean =>
  shape === undefined && toPerSecond === perSecond;

/** The stage with one and the same rate throughout. */
export const atRate = ({ toPerSecond: _to, shape: _shape, ...stage }: Stage, perSecond: number): Stage => ({
  ...stage,
  perSecond,
});

/** The stage as it is when it lasts so long: the times within it are stretched alike. */
export const stretched = (stage: Stage, forMs: number): Stage => {
  const { shape } = stage;
  const known = shape === undefined ? undefined : shapes.get(shape.type);
  if (shape === undefined || known === undefined) return { ...stage, forMs };
  const settings = known.stretched(shape.settings, forMs / stage.forMs);
  return { ...stage, forMs, shape: { ...shape, settings } };
};

/** For plans, for instance `50/s to 200/s for 10s`. */
export const stageText = ({ perSecond, toPerSecond, shape, forMs, name }: Stage): string => {
  const known = shape === undefined ? undefined : shapes.get(shape.type);
  const line = toPerSecond === undefined ? '' : ` to ${formatRate(toPerSecond)}`;
  const rate =
    shape !== undefined && known !== undefined
      ? known.text(shape.settings)
      : `${formatRate(perSecond)}${line}`;
  return `${rate} for ${formatDuration(forMs)}${name === undefined ? '' : ` (${name})`}`;
};
