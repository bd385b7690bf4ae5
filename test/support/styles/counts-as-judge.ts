import { http } from '../../../src/styles/http/index.ts';
import type { CallPolicies } from '../../../src/styles/shared/http/policies.ts';
import type { Style } from '../../../src/styles/style.ts';

/** Broken on purpose: writes a figure that the audit writes. */
export const style: Style<CallPolicies> = {
  ...http,
  name: 'counts-as-judge',
  serve: async (self) => {
    const served = await http.serve(self);
    setTimeout(() => self.gauges.count('order.violations', -1), 100);
    return served;
  },
};
