import type { Workflow } from '../../workflow/definition.ts';
import type { Explanation } from '../explanation.ts';
import { choreographyOf } from '../shared/compiled/choreography.ts';
import { acceptAtOnce } from '../shared/explained/accepting.ts';
import { brokerOf } from '../shared/explained/messages.ts';
import { explained } from '../shared/explained/rehearsal.ts';

/** One request through the choreography. */
export const explainEvents = (workflow: Workflow): Promise<Explanation> =>
  explained(workflow, (rehearsal) =>
    acceptAtOnce(
      rehearsal,
      brokerOf(rehearsal, choreographyOf(workflow), () => 'event'),
    ),
  );
