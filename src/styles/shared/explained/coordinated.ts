import { runInOrder, tasksOf } from '../../../shared/task-graph.ts';
import { openingStep, settlingStep, type WorkflowStep } from '../../../workflow/definition.ts';
import type { ClientCall, ClientPlan } from '../../style.ts';
import { active, done, failed } from '../http/do-step.ts';
import type { StepAnswer } from '../http/server.ts';
import { noticeFrom } from '../notice.ts';
import { answerFor, cancelDeclined, Ended, giveUp, passedOn, type Reply, sendAnswer } from './calls.ts';
import type { Arrived, Rehearsal } from './rehearsal.ts';

/** Who follows the plan, and whether what it leaves behind is undone. */
export interface Coordinator {
  readonly name: string;
  readonly plan: ClientPlan;
  readonly compensation: boolean;
}

const stepAt = ({ workflow }: Rehearsal, { role, path }: ClientCall): WorkflowStep => {
  const found = workflow.steps.find((step) => step.service === role && step.path === path);
  if (found === undefined) throw new Error(`nothing of ${role} is called by ${path}`);
  return found;
};

/** What a service that calls nobody does when it is called. */
const serve = (rehearsal: Rehearsal, compensation: boolean, call: ClientCall, at: Arrived): StepAnswer => {
  const { workflow, perform } = rehearsal;
  const step = stepAt(rehearsal, call);
  const settling = settlingStep(workflow);
  if (call.method === 'DELETE' && step === openingStep(workflow)) {
    if (call.extra?.['because'] === 'declined') {
      cancelDeclined(rehearsal, at);
      return done;
    }
    const { effect } = compensation ? giveUp(rehearsal, at) : { effect: null };
    return effect === settling.effect ? active : done;
  }
  if (step === settling) return perform(at, step.name).effect === settling.effect ? active : failed(409);
  const notice = step.role === 'tells' ? noticeFrom(call.extra?.['notice']) : undefined;
  return answerFor(step, perform(at, step.name, notice));
};

const ask = async (
  rehearsal: Rehearsal,
  { name: from, compensation }: Coordinator,
  call: ClientCall,
  after: readonly Arrived[],
): Promise<Reply> => {
  const { role: to, method, path } = call;
  const at = await rehearsal.send({ from, to, kind: 'call', name: `${method} ${path}` }, after);
  const answer = serve(rehearsal, compensation, call, at);
  return { answer, by: [await sendAnswer(rehearsal, to, from, { answer, by: [at] })] };
};

/** Makes the calls of a plan, each when those that it waits for have come back, and tidies up where one of them did not end well. */
export const followPlan = async (
  rehearsal: Rehearsal,
  coordinator: Coordinator,
  begin: readonly Arrived[],
  tidiesUp: boolean,
): Promise<Reply> => {
  const { calls, declined, failed: afterFailure } = coordinator.plan;
  const tasks = tasksOf(calls);
  const replies = new Map<number, Reply>();
  try {
    const all = await runInOrder(tasks, async (place) => {
      const call = calls[place]!;
      const before = tasks[place]!.after.flatMap((one) => replies.get(one)?.by ?? []);
      const asked = ask(rehearsal, coordinator, call, before.length === 0 ? begin : before);
      if (call.optional === true) return null;
      const reply = await asked;
      if (reply.answer.status > 299) throw new Ended(reply);
      replies.set(place, reply);
      return reply;
    });
    const last = all.at(-1);
    if (last === undefined || last === null) throw new Error('a plan without a last call');
    return last;
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    const { answer } = error.reply;
    let { by } = error.reply;
    if (answer.outcome === 'declined') {
      for (const after of declined) ({ by } = await ask(rehearsal, coordinator, after, by));
      return { answer, by };
    }
    if (tidiesUp) ({ by } = await ask(rehearsal, coordinator, afterFailure, by));
    return { answer: passedOn(answer), by };
  }
};
