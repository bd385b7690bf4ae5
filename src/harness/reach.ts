import type { Reach } from '../load/protocol.ts';
import type { PlacedStyle } from '../styles/style.ts';
import type { Fleet } from './fleet.ts';

/** Where the client of a style finds the processes of a round at present. */
export const reachOf = (
  { style }: { readonly style: PlacedStyle },
  fleet: Pick<Fleet, 'urlsOf' | 'streamsOf'>,
): Reach => ({
  frontDoors: fleet.urlsOf(style.frontDoor),
  urls: Object.fromEntries(style.services.map((role) => [role, fleet.urlsOf(role)])),
  liveUpdates:
    style.liveUpdates === null ? [] : fleet.streamsOf(style.liveUpdates).map((url) => `${url}/updates`),
});
