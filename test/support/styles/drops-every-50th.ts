import { events } from '../../../src/styles/events/index.ts';
import type { EventsPolicies } from '../../../src/styles/events/policies.ts';
import type { Style } from '../../../src/styles/style.ts';
import { payingStep } from '../../../src/workflow/definition.ts';

let charges = 0;

/** Broken on purpose: payments acknowledges every 50th message and does nothing about it. */
export const style: Style<EventsPolicies> = {
  ...events,
  name: 'drops-every-50th',
  serve: (self) =>
    events.serve({
      ...self,
      step: async (call) => {
        if (call.step === payingStep(self.workflow)?.name) {
          charges += 1;
          if (charges % 50 === 0) return { effect: 'opened', first: false, seq: 0 };
        }
        return self.step(call);
      },
    }),
};
