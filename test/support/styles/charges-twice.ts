import { http } from '../../../src/styles/http/index.ts';
import type { CallPolicies } from '../../../src/styles/shared/http/policies.ts';
import type { Style } from '../../../src/styles/style.ts';
import { payingStep } from '../../../src/workflow/definition.ts';

/** Broken on purpose: takes every payment a second time. */
export const style: Style<CallPolicies> = {
  ...http,
  name: 'charges-twice',
  serve: (self) =>
    http.serve({
      ...self,
      // Tests run side by side: what waits for an answer waits longer than the machine may be busy.
      policies: { ...self.policies, timeoutMs: 8_000 },
      step: async (call) => {
        const result = await self.step(call);
        if (call.step === payingStep(self.workflow)?.name) await self.step({ ...call, once: false });
        return result;
      },
    }),
};
