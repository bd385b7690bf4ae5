import { answers, notices, type Tickets } from '../load/ticket.ts';
import type { Meaning } from '../workflow/meaning.ts';
import { type EffectColumns, rowFlags } from './effect-columns.ts';

/** Stamps of two processes may differ by this much without meaning anything, ms. */
export const clockGrainMs = 1;

const isActive = answers.indexOf('active');
const isAccepted = answers.indexOf('accepted');
const isDeclined = answers.indexOf('declined');

/** The earliest of several moments, request by request; NaN, never, is later than all. */
const earliestOf = (columns: readonly Float64Array[]): Float64Array => {
  const [first = new Float64Array(), ...others] = columns;
  if (others.length === 0) return first;
  return first.map((moment, index) =>
    others.reduce((least, column) => {
      const other = column[index]!;
      return Number.isNaN(least) || other < least ? other : least;
    }, moment),
  );
};

/** What an answer claims to have happened; claimed before it did, it is a promise. */
const claimedByAnswer = (
  { firstOf }: EffectColumns,
  { required, opened, declined }: Meaning,
): Readonly<Record<number, readonly Float64Array[]>> => ({
  [isActive]: required.map(firstOf),
  [isAccepted]: [firstOf(opened)],
  [isDeclined]: declined.length === 0 ? [] : [earliestOf(declined.map(firstOf))],
});

/**
 * Whether something of a request happened before its cause: work that began before what causes it was committed, something
 * undone that was not done, or news of an effect before the effect. A cause that is missing altogether is a matter of the
 * outcome class and of the money rule. What puts in force and what tells are in no order of their own: an event flow does both at
 * once, and whoever coordinates from outside puts in force last.
 */
export const orderCheck = (
  tickets: Tickets,
  effects: EffectColumns,
  meaning: Meaning,
): ((index: number) => boolean) => {
  const pairs = meaning.causes.map(
    ({ anyOf, effect }) => [earliestOf(anyOf.map(effects.firstOf)), effects.startOf(effect)] as const,
  );
  const byAnswer = claimedByAnswer(effects, meaning);
  const claimed = answers.map((_, answer) => byAnswer[answer] ?? []);
  const begun = effects.startOf(meaning.opened);
  const noticed = notices.map((one) => (one === 'none' ? null : effects.firstOf(meaning.told[one])));
  const { answer, answeredAt, sentAt, notice, completedAt } = tickets;
  return (index) => {
    if ((effects.flags[index]! & rowFlags.undoneBeforeDone) !== 0) return true;
    // NaN, never, is before nothing.
    for (const [cause, effect] of pairs) if (effect[index]! < cause[index]! - clockGrainMs) return true;
    for (const fact of claimed[answer[index]!]!) {
      if (answeredAt[index]! < fact[index]! - clockGrainMs) return true;
    }
    if (begun[index]! < sentAt[index]! - clockGrainMs) return true;
    const fact = noticed[notice[index]!];
    return fact !== null && fact !== undefined && completedAt[index]! < fact[index]! - clockGrainMs;
  };
};
