import { join } from 'node:path';
import type { LoadStart } from '../load/protocol.ts';
import { openingStep } from '../workflow/definition.ts';
import type { Fleet } from './fleet.ts';
import type { RoundPlan } from './round-record.ts';

/** What the load generator of a round is told to send, and where. */
export const loadStartOf = (
  { scenario, style, seed, prefix }: RoundPlan,
  fleet: Fleet,
  folder: string,
): LoadStart => ({
  type: 'start',
  seed,
  idPrefix: `${prefix}-`,
  load: scenario.load,
  frontDoors: fleet.urlsOf(style.frontDoor),
  path: openingStep(scenario.workflow).path,
  coordinates:
    style.clientPlan === undefined
      ? null
      : {
          plan: style.clientPlan,
          urls: Object.fromEntries(style.services.map((role) => [role, fleet.urlsOf(role)])),
        },
  clientRetries: scenario.load.client?.retries ?? 0,
  liveUpdates:
    style.liveUpdates === null ? null : fleet.urlsOf(style.liveUpdates).map((url) => `${url}/updates`),
  ticketsFile: join(folder, 'tickets.bin'),
});
