import { http } from '../../../src/styles/http/index.ts';
import type { CallPolicies } from '../../../src/styles/shared/http/policies.ts';
import type { Style } from '../../../src/styles/style.ts';
import { undoableSteps } from '../../../src/workflow/definition.ts';

/** Broken on purpose: gives money back where it must, and says of everything else that it is undone. */
export const style: Style<CallPolicies> = {
  ...http,
  name: 'forgets-to-release',
  serve: (self) => {
    const forgotten = new Map(
      undoableSteps(self.workflow)
        .filter(({ role }) => role !== 'takes-money')
        .map(({ undo }) => [undo.step, undo.effect]),
    );
    return http.serve({
      ...self,
      policies: { ...self.policies, timeoutMs: 8_000 },
      step: async (call) => {
        const effect = forgotten.get(call.step);
        return effect === undefined ? self.step(call) : { effect, first: false, seq: 0 };
      },
    });
  },
};
