import { cancelling, openingStep, type UndoableStep, undoableSteps } from '../../../workflow/definition.ts';
import { declined, done, failed } from '../http/do-step.ts';
import type { StepAnswer } from '../http/server.ts';
import { undoneAfterDecline } from '../http/undoer.ts';
import type { Arrived, Outcome, Rehearsal } from './rehearsal.ts';

/** An answer, and what had to arrive before it could be given. */
export interface Reply {
  readonly answer: StepAnswer;
  readonly by: readonly Arrived[];
}

/** One of several calls did not end well, so that nothing more is called. */
export class Ended extends Error {
  readonly reply: Reply;
  constructor(reply: Reply) {
    super(`answered ${reply.answer.status}`);
    this.reply = reply;
  }
}

/** How a service answers for a step that it did, or could not do. */
export const answerFor = (
  {
    declined: no,
    forbid,
  }: { readonly declined: string | null; readonly forbid: { readonly effect: string } },
  { effect }: Outcome,
): StepAnswer => {
  if (effect === null) return failed(500);
  if (effect === forbid.effect) return failed(409);
  return effect === no ? declined : done;
};

/** What a caller says after an answer that was neither good nor a no. */
export const passedOn = ({ status }: StepAnswer): StepAnswer => failed(status >= 500 ? status : 502);

/** An answer on its way back. */
export const sendAnswer = (
  { send }: Rehearsal,
  from: string,
  to: string,
  { answer: { status, outcome }, by }: Reply,
): Promise<Arrived> => send({ from, to, kind: 'answer', name: `${status} ${outcome}` }, by);

/** Calls for what is to be undone; nobody waits for it. */
const undo = async (rehearsal: Rehearsal, at: Arrived, step: UndoableStep): Promise<void> => {
  const front = openingStep(rehearsal.workflow).service;
  const { service, path } = step;
  const call = await rehearsal.send({ from: front, to: service, kind: 'call', name: `DELETE ${path}` }, [at]);
  rehearsal.perform(call, step.undo.step);
  await sendAnswer(rehearsal, service, front, { answer: done, by: [call] });
};

const takeBack = (
  rehearsal: Rehearsal,
  at: Arrived,
  action: string,
  steps: readonly UndoableStep[],
): Outcome => {
  const outcome = rehearsal.perform(at, action);
  if (outcome.effect === cancelling(rehearsal.workflow).effect && outcome.first)
    for (const step of steps) void undo(rehearsal, at, step);
  return outcome;
};

/** The service that opened a request cancels it after a no, and has undone what was done before. */
export const cancelDeclined = (rehearsal: Rehearsal, at: Arrived): Outcome =>
  takeBack(rehearsal, at, cancelling(rehearsal.workflow).step, undoneAfterDecline(rehearsal.workflow));

/** The service that opened a request gives it up, and has everything undone that can be. */
export const giveUp = (rehearsal: Rehearsal, at: Arrived): Outcome =>
  takeBack(rehearsal, at, rehearsal.workflow.giveUp, undoableSteps(rehearsal.workflow));
