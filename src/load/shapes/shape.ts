import type { z } from 'zod';

/** How a rate goes over the time of a stage; times in ms from its start, rates per second. A pure function of its settings. */
export interface Curve {
  readonly rateAt: (ms: number) => number;
  /** The integral of the rate: how many requests fall due before a moment, on average. */
  readonly requestsBefore: (ms: number) => number;
  /** No moment has a higher rate. */
  readonly highest: number;
}

/** A stage of the load whose rate is neither constant nor a straight line. */
export interface ShapeDefinition<Schema extends z.ZodType> {
  /** The key that names it in a stage, `{ <type>: { … }, for: 10s }`. */
  readonly type: string;
  readonly settings: Schema;
  readonly curve: (settings: z.output<Schema>) => Curve;
  /** The settings of a stage that lasts `factor` times as long. */
  readonly stretched: (settings: z.output<Schema>, factor: number) => z.output<Schema>;
  /** For plans, for instance `20/s to 100/s and back every 10s`. */
  readonly text: (settings: z.output<Schema>) => string;
}

/** Any shape of the registry; it takes the settings that its own schema has parsed. */
export type Shape = ShapeDefinition<z.ZodType>;

/** Declares a shape; its functions get the settings as its schema parses them. */
export const defineShape = <Schema extends z.ZodType>(definition: ShapeDefinition<Schema>): Shape =>
  definition;
