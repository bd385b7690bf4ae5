import type { ExchangeKind } from '../../explanation.ts';
import { followUp } from '../choreography/follow-up.ts';
import type { EventMessage, NextEvent, Reaction } from '../choreography/reaction.ts';
import type { Reactions } from '../compiled/choreography.ts';
import { ofRole } from '../of-role.ts';
import { type Arrived, type Rehearsal, rehearsed } from './rehearsal.ts';

/** Sends a message to everybody who reacts to it; nobody waits for it. */
export type Publish = (from: string, next: NextEvent, after: readonly Arrived[]) => void;

/** A broker on paper: whoever reacts to a message gets it and does what its reactions say. */
export const brokerOf = (
  { send, perform }: Rehearsal,
  reactions: Reactions,
  kindOf: (from: string, to: string) => ExchangeKind,
): Publish => {
  const gathered = new Map<string, Map<string, Arrived>>();

  /** All causes of a reaction once the last one has come; null before. */
  const causesOf = (role: string, { gathers }: Reaction, at: Arrived): readonly Arrived[] | null => {
    if (gathers === undefined) return [at];
    const key = `${role} ${gathers.step}`;
    const known = (gathered.get(key) ?? new Map<string, Arrived>()).set(gathers.cause, at);
    gathered.set(key, known);
    const missing = gathers.causes.filter((cause) => !known.has(cause));
    at.awaits.push(...missing);
    return missing.length > 0 ? null : [...known.values()];
  };

  const react = (role: string, message: EventMessage, reaction: Reaction, at: Arrived): void => {
    const { step, notice, emits, passesOn, givenUp } = reaction;
    const causes = causesOf(role, reaction, at);
    if (causes === null) return;
    if (step === null) {
      for (const next of passesOn?.(message) ?? []) publish(role, next, causes);
      return;
    }
    const kind = notice?.(message);
    const { effect, first } = perform(at, step, kind);
    if (effect === null) {
      if (givenUp === undefined) return;
      if (givenUp.undo !== null) perform(at, givenUp.undo);
      publish(role, { event: givenUp.event, reason: 'failed', failed: step }, causes);
      return;
    }
    const next = emits?.[effect];
    if (next !== undefined) {
      const reason = next.reason ?? message.reason;
      const failed = next.failed ?? message.failed;
      publish(role, { ...next, ...(reason ? { reason } : {}), ...(failed ? { failed } : {}) }, causes);
    }
    if (kind !== undefined && first)
      void send({ from: role, to: 'client', kind: 'update', name: kind }, causes);
  };

  const deliver = async (from: string, to: string, next: NextEvent, after: readonly Arrived[]) => {
    const at = await send({ from, to, kind: kindOf(from, to), name: next.event }, after);
    const message = followUp(rehearsed, next);
    for (const reaction of ofRole(reactions, to))
      if (reaction.on === next.event) react(to, message, reaction, at);
  };

  const publish: Publish = (from, next, after) => {
    for (const [role, own] of Object.entries(reactions))
      if (own.some(({ on }) => on === next.event)) void deliver(from, role, next, after);
  };
  return publish;
};
