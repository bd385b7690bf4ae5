import { events } from '../../../src/styles/events/index.ts';
import type { EventsPolicies } from '../../../src/styles/events/policies.ts';
import type { Style } from '../../../src/styles/style.ts';
import { openingStep, payingStep } from '../../../src/workflow/definition.ts';

let payments = 0;

/** Broken on purpose: whoever takes money acknowledges every 50th message and does nothing about it. */
export const style: Style<EventsPolicies> = {
  ...events,
  name: 'drops-every-50th',
  serve: (self) => {
    const opened = openingStep(self.workflow).effect;
    const paying = payingStep(self.workflow)?.name;
    return events.serve({
      ...self,
      step: async (call) => {
        if (call.step === paying) {
          payments += 1;
          if (payments % 50 === 0) return { effect: opened, first: false, seq: 0 };
        }
        return self.step(call);
      },
    });
  },
};
