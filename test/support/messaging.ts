import { calledSteps } from '../../src/styles/hybrid/called-steps.ts';
import { announcedBy, reactionsBeside } from '../../src/styles/hybrid/reactions.ts';
import { orchestrationOf } from '../../src/styles/saga/orchestration.ts';
import { choreographyOf, type Reactions } from '../../src/styles/shared/compiled/choreography.ts';
import { openingStep, settlingStep, type Workflow } from '../../src/workflow/definition.ts';
import type { Order } from '../../src/workflow/order.ts';
import type { Played } from './message-orders.ts';

type Answer = 'accepted' | 'declined' | 'error';

/** A style of messages: what reacts to what, and how the front door takes an order. */
export interface Messaging {
  readonly name: string;
  readonly reactions: (workflow: Workflow) => Reactions;
  readonly open: (world: Played, workflow: Workflow, order: Order) => Promise<Answer>;
}

const opening =
  (announced: (workflow: Workflow) => string | null) =>
  async ({ participant }: Played, workflow: Workflow, order: Order): Promise<Answer> => {
    const { name: step, service } = openingStep(workflow);
    const event = announced(workflow);
    const call = { step, order, receivedAt: 0, attempt: 1, once: true };
    await participant(service).announce(call, () => (event === null ? null : { event, ...order }));
    return 'accepted';
  };

const openByEvent = opening((workflow) => openingStep(workflow).event);

/** Calls step by step; a call whose answer is an error may have been done all the same. */
const openByCalls = async (world: Played, workflow: Workflow, order: Order): Promise<Answer> => {
  const called = calledSteps(workflow, '');
  const { service, effect } = openingStep(workflow);
  const announced = announcedBy(workflow, called, openingStep(workflow))[effect]?.event ?? null;
  await opening(() => announced)(world, workflow, order);
  const call = { order, receivedAt: 0, attempt: 1, once: true };
  try {
    for (const step of called) {
      const told = announcedBy(workflow, called, step);
      const stands = await world.participant(step.service).announce({ ...call, step: step.name }, (ended) => {
        const next = told[ended];
        return next === undefined ? null : { ...order, ...next };
      });
      if (stands.effect === step.declined) return 'declined';
    }
    return 'accepted';
  } catch {
    const { effect: stands } = await world
      .participant(service)
      .announce({ ...call, step: workflow.giveUp }, (ended) =>
        ended === settlingStep(workflow).undo?.effect ? { event: workflow.givenUp, ...order } : null,
      );
    return stands === settlingStep(workflow).effect ? 'accepted' : 'error';
  }
};

export const messaging: readonly Messaging[] = [
  { name: 'events', reactions: choreographyOf, open: openByEvent },
  { name: 'saga', reactions: orchestrationOf, open: openByEvent },
  {
    name: 'hybrid',
    reactions: (workflow) => reactionsBeside(workflow, calledSteps(workflow, '')),
    open: openByCalls,
  },
];
