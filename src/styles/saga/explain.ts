import { openingStep, type Workflow } from '../../workflow/definition.ts';
import type { Explanation } from '../explanation.ts';
import { acceptAtOnce } from '../shared/explained/accepting.ts';
import { brokerOf } from '../shared/explained/messages.ts';
import { explained } from '../shared/explained/rehearsal.ts';
import { orchestrationOf, orchestrator } from './orchestration.ts';

/** One request through the saga: the orchestrator hears of it by an event, then commands, and gets replies. */
export const explainSaga = (workflow: Workflow): Promise<Explanation> =>
  explained(workflow, (rehearsal) => {
    let isOpened = false;
    const publish = brokerOf(rehearsal, orchestrationOf(workflow), (from) => {
      if (from === orchestrator) return 'command';
      if (isOpened || from !== openingStep(workflow).service) return 'reply';
      isOpened = true;
      return 'event';
    });
    return acceptAtOnce(rehearsal, publish);
  });
