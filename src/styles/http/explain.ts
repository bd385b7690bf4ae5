import { runInOrder } from '../../shared/task-graph.ts';
import {
  type NoticeKind,
  openingStep,
  settlingStep,
  tellingStep,
  type Workflow,
  type WorkflowStep,
} from '../../workflow/definition.ts';
import type { Explanation } from '../explanation.ts';
import { callTreeOf } from '../shared/compiled/call-tree.ts';
import {
  answerFor,
  cancelDeclined,
  Ended,
  giveUp,
  passedOn,
  type Reply,
  sendAnswer,
} from '../shared/explained/calls.ts';
import { type Arrived, explained, type Rehearsal } from '../shared/explained/rehearsal.ts';
import { active, done } from '../shared/http/do-step.ts';
import type { CallPolicies } from '../shared/http/policies.ts';

/** Each service does its step and calls what comes after it, as `serve.ts` does. */
const chainOf = (rehearsal: Rehearsal) => {
  const { workflow, send, perform } = rehearsal;
  const tree = callTreeOf(workflow);
  const telling = tellingStep(workflow);

  const ask = async (
    from: string,
    step: WorkflowStep,
    before: readonly Arrived[],
    notice?: NoticeKind,
  ): Promise<Reply> => {
    const { service: to, path } = step;
    const last = before.at(-1);
    if (to === from && last !== undefined) return doStep(step, last, notice);
    const call = await send({ from, to, kind: 'call', name: `POST ${path}` }, before);
    const reply = await doStep(step, call, notice);
    return { answer: reply.answer, by: [await sendAnswer(rehearsal, to, from, reply)] };
  };

  const callNext = async (caller: WorkflowStep, at: Arrived): Promise<Reply> => {
    const calls = tree.get(caller.name) ?? [];
    const replies = new Map<number, Reply>();
    const waitedFor = new Set(calls.flatMap(({ after }) => after));
    try {
      await runInOrder(calls, async (place) => {
        const { step, after } = calls[place]!;
        const before = after.length === 0 ? [at] : after.flatMap((one) => replies.get(one)?.by ?? []);
        const asked = ask(caller.service, step, before);
        if (step.optional) return;
        const reply = await asked;
        if (reply.answer.outcome !== 'done') throw new Ended(reply);
        replies.set(place, reply);
      });
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      const { answer, by } = error.reply;
      return { answer: answer.outcome === 'declined' ? answer : passedOn(answer), by };
    }
    const last = [...replies].filter(([place]) => !waitedFor.has(place)).flatMap(([, { by }]) => by);
    return { answer: done, by: last.length === 0 ? [at] : last };
  };

  const doStep = async (step: WorkflowStep, at: Arrived, notice?: NoticeKind): Promise<Reply> => {
    const answer = answerFor(
      step,
      perform(at, step.name, step.role === 'tells' ? (notice ?? 'ready') : undefined),
    );
    if (answer.outcome === 'done') return callNext(step, at);
    if (answer.outcome !== 'declined') return { answer, by: [at] };
    return { answer, by: (await ask(step.service, telling, [at], 'declined')).by };
  };

  return callNext;
};

/** One request through the call chain. */
export const explainHttp = (workflow: Workflow, { compensation }: CallPolicies): Promise<Explanation> =>
  explained(workflow, async (rehearsal) => {
    const opening = openingStep(workflow);
    const settling = settlingStep(workflow);
    const { service: front, path } = opening;
    const call = await rehearsal.send({ from: 'client', to: front, kind: 'call', name: `POST ${path}` }, []);
    rehearsal.perform(call, opening.name);
    const { answer, by } = await chainOf(rehearsal)(opening, call);
    const last = by.at(-1) ?? call;
    if (answer.outcome === 'done') rehearsal.perform(last, settling.name);
    else if (answer.outcome === 'declined') cancelDeclined(rehearsal, last);
    else if (compensation) giveUp(rehearsal, last);
    await sendAnswer(rehearsal, front, 'client', { answer: answer.outcome === 'done' ? active : answer, by });
  });
