import type { Workflow } from '../../workflow/definition.ts';
import type { Explanation } from '../explanation.ts';
import { planOf } from '../shared/compiled/plan.ts';
import { followPlan } from '../shared/explained/coordinated.ts';
import { explained } from '../shared/explained/rehearsal.ts';
import type { CallPolicies } from '../shared/http/policies.ts';

/** One request whose calls the client makes itself. */
export const explainFrontend = (workflow: Workflow, { compensation }: CallPolicies): Promise<Explanation> =>
  explained(workflow, (rehearsal) =>
    followPlan(rehearsal, { name: 'client', plan: planOf(workflow), compensation }, [], true),
  );
