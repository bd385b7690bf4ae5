import { events } from '../../../src/styles/events/index.ts';
import type { EventsPolicies } from '../../../src/styles/events/policies.ts';
import type { Style } from '../../../src/styles/style.ts';
import { undoableSteps } from '../../../src/workflow/definition.ts';

/** Broken on purpose: takes note of what is to be undone, and keeps it, the money apart. */
export const style: Style<EventsPolicies> = {
  ...events,
  name: 'forgets-to-undo',
  serve: (self) => {
    const forgotten = new Set(
      undoableSteps(self.workflow)
        .filter(({ role }) => role !== 'takes-money')
        .map(({ undo }) => undo.step),
    );
    return events.serve({
      ...self,
      step: (call) =>
        forgotten.has(call.step)
          ? Promise.resolve({ effect: 'forgotten', first: false, seq: 0 })
          : self.step(call),
    });
  },
};
