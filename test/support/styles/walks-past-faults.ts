import { setTimeout as delay } from 'node:timers/promises';
import { nowMs } from '../../../src/shared/clock.ts';
import { http } from '../../../src/styles/http/index.ts';
import type { CallPolicies } from '../../../src/styles/shared/http/policies.ts';
import type { Style } from '../../../src/styles/style.ts';
import { payingStep } from '../../../src/workflow/definition.ts';

/** Broken on purpose: does the work of every payment, and commits it past the faults that are in force. */
export const style: Style<CallPolicies> = {
  ...http,
  name: 'walks-past-faults',
  serve: (self) =>
    http.serve({
      ...self,
      policies: { ...self.policies, timeoutMs: 8_000 },
      step: async (call) => {
        if (call.step !== payingStep(self.workflow)?.name) return self.step(call);
        const startedAt = nowMs();
        await delay(8);
        return self.store.perform(call, { startedAt, draw: 1 });
      },
    }),
};
