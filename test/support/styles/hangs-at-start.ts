import { events } from '../../../src/styles/events/index.ts';
import type { EventsPolicies } from '../../../src/styles/events/policies.ts';
import type { Style } from '../../../src/styles/style.ts';

/** Broken on purpose: one of its services never serves, while the others have declared their queues. */
export const style: Style<EventsPolicies> = {
  ...events,
  name: 'hangs-at-start',
  serve: (self) => (self.role === 'notifications' ? new Promise(() => undefined) : events.serve(self)),
};
