import { z } from 'zod';
import { failingSteps, openingStep, settlingStep, stepNamed, type Workflow } from '../workflow/definition.ts';
import type { LoggedStates, ReplayedState } from './protocol.ts';

/** What a reader of the log needs of a message; a service of its own shares no code with the others. */
export const loggedEvent = z.object({ event: z.string(), requestId: z.string() });
type LoggedEvent = z.infer<typeof loggedEvent>;

/** What the events of a workflow say of a request; an event that says nothing of it is left out. */
export const loggedStatesOf = (workflow: Workflow): LoggedStates => ({
  opened: openingStep(workflow).event,
  active: settlingStep(workflow).after.map((cause) => stepNamed(workflow, cause).event),
  cancelled: failingSteps(workflow).map(({ failed }) => failed),
});

interface Known {
  state: ReplayedState;
  readonly causes: Set<string>;
}

const ranks: Readonly<Record<ReplayedState, number>> = { opened: 0, active: 1, cancelled: 2 };

/**
 * The state of every request, from events alone. The log holds repetitions, and events of different services in no
 * certain order; both are harmless, because a state only moves on: opened, active, cancelled.
 */
export const createReadModel = ({ opened, active, cancelled }: LoggedStates) => {
  const requests = new Map<string, Known>();
  const moveOn = (known: Known, next: ReplayedState): void => {
    if (ranks[next] > ranks[known.state]) known.state = next;
  };
  return {
    take: ({ event, requestId }: LoggedEvent): void => {
      const isCause = active.includes(event);
      const isEnd = cancelled.includes(event);
      if (event !== opened && !isCause && !isEnd) return;
      const known = requests.get(requestId) ?? { state: 'opened' as const, causes: new Set<string>() };
      requests.set(requestId, known);
      if (isCause) known.causes.add(event);
      if (isCause && known.causes.size === active.length) moveOn(known, 'active');
      if (isEnd) moveOn(known, 'cancelled');
    },
    rows: (): readonly (readonly [string, ReplayedState])[] =>
      [...requests].map(([requestId, { state }]) => [requestId, state] as const),
  };
};
