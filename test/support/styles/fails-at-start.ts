import { events } from '../../../src/styles/events/index.ts';
import type { EventsPolicies } from '../../../src/styles/events/policies.ts';
import type { Style } from '../../../src/styles/style.ts';

/** Broken on purpose: one of its services declares its queues and then fails to start. */
export const style: Style<EventsPolicies> = {
  ...events,
  name: 'fails-at-start',
  serve: async (self) => {
    const served = await events.serve(self);
    if (self.role === 'notifications') throw new Error('it failed to start');
    return served;
  },
};
