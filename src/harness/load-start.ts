import { join } from 'node:path';
import type { LoadStart } from '../load/protocol.ts';
import { openingStep } from '../workflow/definition.ts';
import type { Fleet } from './fleet.ts';
import { reachOf } from './reach.ts';
import type { RoundPlan } from './round-record.ts';

/** What the load generator of a round is told to send, and where. */
export const loadStartOf = (
  { scenario, style, seed, prefix, slices }: RoundPlan,
  fleet: Fleet,
  folder: string,
): LoadStart => {
  const { frontDoors, urls, liveUpdates } = reachOf({ style }, fleet);
  return {
    type: 'start',
    seed,
    idPrefix: `${prefix}-`,
    load: slices === null ? scenario.load : { ...scenario.load, slices },
    frontDoors,
    path: openingStep(scenario.workflow).path,
    coordinates: style.clientPlan === undefined ? null : { plan: style.clientPlan, urls },
    clientRetries: scenario.load.client?.retries ?? 0,
    liveUpdates: style.liveUpdates === null ? null : liveUpdates,
    ticketsFile: join(folder, 'tickets.bin'),
  };
};
