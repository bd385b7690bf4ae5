import type { WorkflowStep } from '../../../workflow/definition.ts';
import type { ServiceContext } from '../../style.ts';
import { noticeFrom } from '../notice.ts';
import { admitted } from './admit.ts';
import type { CallPolicies } from './policies.ts';
import type { Incoming, StepAnswer } from './server.ts';

export const done: StepAnswer = { status: 200, outcome: 'done' };
export const active: StepAnswer = { status: 201, outcome: 'active' };
export const declined: StepAnswer = { status: 402, outcome: 'declined' };
export const failed = (status: number): StepAnswer => ({ status, outcome: 'failed' });

/** Does a step for an HTTP caller, and says how it ended: done, declined, or forbidden meanwhile (409). */
export const doStep = async (
  self: ServiceContext<CallPolicies>,
  step: WorkflowStep,
  incoming: Incoming,
): Promise<StepAnswer> => {
  const { name, role, forbid } = step;
  const once = self.policies.idempotency;
  const call =
    role === 'tells'
      ? { step: name, notice: noticeFrom(incoming.body['notice']), once }
      : { step: name, once };
  const { effect } = await admitted(self, incoming, call);
  if (effect === forbid.effect) return failed(409);
  return effect === step.declined ? declined : done;
};

/** The body that asks for a notice. */
export const noticeExtra = (
  { role }: Pick<WorkflowStep, 'role'>,
  notice = 'ready',
): { readonly extra?: Readonly<Record<string, string>> } => (role === 'tells' ? { extra: { notice } } : {});

/** Undoes a step of this service. */
export const undoStep = async (
  self: ServiceContext,
  step: string,
  { order, receivedAt }: Incoming,
): Promise<StepAnswer> => {
  await self.step({ step, order, receivedAt, attempt: 1, once: false });
  return done;
};
