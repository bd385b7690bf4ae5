import { openingStep, type Workflow } from '../../workflow/definition.ts';
import type { Explanation } from '../explanation.ts';
import { planOf } from '../shared/compiled/plan.ts';
import { sendAnswer } from '../shared/explained/calls.ts';
import { followPlan } from '../shared/explained/coordinated.ts';
import { explained } from '../shared/explained/rehearsal.ts';
import type { CallPolicies } from '../shared/http/policies.ts';

/** One request through the backend-for-frontend. */
export const explainBff = (workflow: Workflow, { compensation }: CallPolicies): Promise<Explanation> =>
  explained(workflow, async (rehearsal) => {
    const { path } = openingStep(workflow);
    const coordinator = { name: 'bff', plan: planOf(workflow), compensation };
    const call = await rehearsal.send({ from: 'client', to: 'bff', kind: 'call', name: `POST ${path}` }, []);
    await sendAnswer(
      rehearsal,
      'bff',
      'client',
      await followPlan(rehearsal, coordinator, [call], compensation),
    );
  });
