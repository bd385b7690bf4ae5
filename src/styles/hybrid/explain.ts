import { runInOrder, tasksOf } from '../../shared/task-graph.ts';
import { cancelling, openingStep, type Workflow, type WorkflowStep } from '../../workflow/definition.ts';
import type { Explanation } from '../explanation.ts';
import { callsFor } from '../shared/compiled/plan.ts';
import { answerFor, Ended, passedOn, type Reply, sendAnswer } from '../shared/explained/calls.ts';
import { brokerOf, type Publish } from '../shared/explained/messages.ts';
import { type Arrived, explained, type Rehearsal } from '../shared/explained/rehearsal.ts';
import type { StepAnswer } from '../shared/http/server.ts';
import { calledSteps } from './called-steps.ts';
import type { HybridPolicies } from './policies.ts';
import { announcedBy, reactionsBeside } from './reactions.ts';

const accepted: StepAnswer = { status: 202, outcome: 'accepted' };

interface Mixed {
  readonly rehearsal: Rehearsal;
  readonly publish: Publish;
  readonly called: readonly WorkflowStep[];
}

/** A service does a step that it was called for, and tells those who wait for it. */
const doCalled = ({ rehearsal, publish, called }: Mixed, step: WorkflowStep, at: Arrived): StepAnswer => {
  const outcome = rehearsal.perform(at, step.name);
  const next =
    outcome.effect === null ? undefined : announcedBy(rehearsal.workflow, called, step)[outcome.effect];
  if (next !== undefined) publish(step.service, next, [at]);
  return answerFor(step, outcome);
};

/** The front door calls for the first steps, each when those that it waits for have come back. */
const callAll = async (mixed: Mixed, at: Arrived): Promise<Reply> => {
  const { rehearsal, called } = mixed;
  const from = openingStep(rehearsal.workflow).service;
  const tasks = tasksOf(callsFor(called));
  const replies = new Map<number, Reply>();
  const waitedFor = new Set(tasks.flatMap(({ after }) => after));
  try {
    await runInOrder(tasks, async (place) => {
      const step = called[place]!;
      const { service: to, path } = step;
      const before = tasks[place]!.after.flatMap((one) => replies.get(one)?.by ?? []);
      const sent = { from, to, kind: 'call', name: `POST ${path}` } as const;
      const call = await rehearsal.send(sent, before.length === 0 ? [at] : before);
      const answer = doCalled(mixed, step, call);
      const reply = { answer, by: [await sendAnswer(rehearsal, to, from, { answer, by: [call] })] };
      if (answer.outcome !== 'done') throw new Ended(reply);
      replies.set(place, reply);
    });
  } catch (error) {
    if (error instanceof Ended) return error.reply;
    throw error;
  }
  const last = [...replies].filter(([place]) => !waitedFor.has(place)).flatMap(([, { by }]) => by);
  return { answer: accepted, by: last.length === 0 ? [at] : last };
};

/** One request whose first steps are calls and whose others are events. */
export const explainHybrid = (
  workflow: Workflow,
  { callsUntil, compensation }: HybridPolicies,
): Promise<Explanation> =>
  explained(workflow, async (rehearsal) => {
    const called = calledSteps(workflow, callsUntil);
    const publish = brokerOf(rehearsal, reactionsBeside(workflow, called), () => 'event');
    const mixed = { rehearsal, publish, called };
    const opening = openingStep(workflow);
    const { service: front, path } = opening;
    const call = await rehearsal.send({ from: 'client', to: front, kind: 'call', name: `POST ${path}` }, []);
    doCalled(mixed, opening, call);
    const { answer, by } = await callAll(mixed, call);
    const isLost = answer.outcome !== 'accepted' && answer.outcome !== 'declined';
    const last = by.at(-1) ?? call;
    if (isLost && compensation) {
      const { effect } = rehearsal.perform(last, workflow.giveUp);
      if (effect === cancelling(workflow).effect) publish(front, { event: workflow.givenUp }, [last]);
    }
    await sendAnswer(rehearsal, front, 'client', { answer: isLost ? passedOn(answer) : answer, by });
  });
