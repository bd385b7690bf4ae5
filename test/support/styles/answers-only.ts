import { http } from '../../../src/styles/http/index.ts';
import type { CallPolicies } from '../../../src/styles/shared/http/policies.ts';
import { jsonApp, route, serveApp } from '../../../src/styles/shared/http/server.ts';
import type { Style } from '../../../src/styles/style.ts';
import { openingStep } from '../../../src/workflow/definition.ts';

/** Broken on purpose, and very fast: says that all is done and does nothing. */
export const style: Style<CallPolicies> = {
  ...http,
  name: 'answers-only',
  serve: (self) => {
    const app = jsonApp();
    route(app, 'post', openingStep(self.workflow).path, self.gauges, () =>
      Promise.resolve({ status: 201, outcome: 'active' }),
    );
    return serveApp(app, self);
  },
};
