import type { Reaction } from '../../src/styles/shared/choreography/reaction.ts';

type Reactions = Readonly<Record<string, readonly Reaction[]>>;

const order = { requestId: 'r1-0', userId: 'user-1', plan: 'basic' };

const gathering = ({ gathers }: Reaction): string =>
  gathers === undefined ? '' : `, when ${gathers.causes.join(' and ')} are done`;

const doing = (reaction: Reaction): string => {
  const { on, step, notice, passesOn } = reaction;
  if (step === null) {
    const next = passesOn?.({ event: on, ...order, reason: 'failed' }) ?? [];
    return `send ${next.map(({ event }) => event).join(', ')}`;
  }
  if (notice === undefined) return step;
  const kinds = (['declined', 'failed'] as const).map((reason) => notice({ event: on, ...order, reason }));
  return `${step} (${[...new Set(kinds)].join(' or ')})`;
};

const telling = ({ emits = {} }: Reaction): string =>
  Object.entries(emits)
    .map(
      ([effect, { event, reason }]) => `; ${effect}: ${event}${reason === undefined ? '' : ` (${reason})`}`,
    )
    .join('');

const givingUp = ({ givenUp }: Reaction): string =>
  givenUp === undefined
    ? ''
    : `; at last: ${[...(givenUp.undo === null ? [] : [givenUp.undo]), givenUp.event].join(', ')}`;

/** Reactions as a person reads them: whose, on which message, what is done, and what is told of it. */
export const linesOf = (reactions: Reactions): readonly string[] =>
  Object.entries(reactions).flatMap(([role, its]) =>
    its.map((one) => `${role}: ${one.on} → ${doing(one)}${gathering(one)}${telling(one)}${givingUp(one)}`),
  );
