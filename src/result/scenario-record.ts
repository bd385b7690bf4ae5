import { z } from 'zod';
import { byName, count, list, longText, number, text } from './fields.ts';

const contestant = z.object({
  name: text,
  style: text,
  answers: z.enum(['when-done', 'when-accepted']),
  policies: byName(z.unknown()),
  /** Hash of the file of its style, where that is a module of the user's. */
  module: text.optional(),
  /** Equal capacity, shown: instances × workers per service. */
  capacity: byName(z.object({ instances: count, workers: count })),
  /** The load as it was for this contestant, whole; older results do not have it. */
  load: byName(z.unknown()).optional(),
  /** What each service of the style had: instances, workers, work; whole. */
  services: byName(byName(z.unknown())).optional(),
});

export const scenarioRecord = z.object({
  name: text,
  file: text,
  title: text,
  claim: text,
  why: text,
  group: text,
  source: longText,
  scale: count,
  rounds: count,
  /** How contestants were measured; older results, which do not say, were measured in rounds. */
  measure: z.enum(['rounds', 'slices', 'duet']).optional(),
  // Every contestant twice where another build takes part.
  contestants: list(contestant, 32),
  load: z.object({
    arrivals: text,
    stages: list(
      z.object({
        perSecond: number,
        forMs: number,
        /** Where the rate changes within the stage: in a straight line, or by a shape with its settings. */
        toPerSecond: number.optional(),
        shape: z.object({ type: text, settings: z.unknown() }).optional(),
        name: text.optional(),
      }),
    ),
    warmUpMs: number,
    drainMs: number,
    patienceMs: number,
    declined: number,
  }),
  /** What the services did, whole, and whom outside they asked; older results have neither. */
  workflow: byName(z.unknown()).optional(),
  parties: list(byName(z.unknown())).optional(),
  faults: list(
    z.object({
      type: text,
      target: text,
      atMs: number,
      forMs: number,
      /** Hash of the file of the fault, where that is a module of the user's. */
      module: text.optional(),
      /** What the scenario sets beside time and target, parsed; older results do not have it. */
      settings: byName(z.unknown()).optional(),
    }),
  ),
});
/** The scenario as it was run, after scaling and defaults. */
export type ScenarioRecord = z.infer<typeof scenarioRecord>;
