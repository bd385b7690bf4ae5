import { openingStep } from '../../../workflow/definition.ts';
import { sendAnswer } from './calls.ts';
import type { Publish } from './messages.ts';
import type { Rehearsal } from './rehearsal.ts';

/** A front door that opens a request, tells of it and answers at once. */
export const acceptAtOnce = async (rehearsal: Rehearsal, publish: Publish): Promise<void> => {
  const { name, service, path, event } = openingStep(rehearsal.workflow);
  const call = await rehearsal.send({ from: 'client', to: service, kind: 'call', name: `POST ${path}` }, []);
  rehearsal.perform(call, name);
  const answered = sendAnswer(rehearsal, service, 'client', {
    answer: { status: 202, outcome: 'accepted' },
    by: [call],
  });
  publish(service, { event }, [call]);
  await answered;
};
