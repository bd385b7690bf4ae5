import { events } from '../../../src/styles/events/index.ts';
import type { EventsPolicies } from '../../../src/styles/events/policies.ts';
import type { Style } from '../../../src/styles/style.ts';

/** Broken on purpose: a message counts as handled as soon as it is delivered. Harmless until somebody is killed. */
export const style: Style<EventsPolicies> = {
  ...events,
  name: 'acks-before-commit',
  serve: (self) => events.serve({ ...self, policies: { ...self.policies, acks: 'auto' } }),
};
