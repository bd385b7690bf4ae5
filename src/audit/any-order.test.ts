import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fate, failable, playMessages } from '../../test/support/message-orders.ts';
import { type Messaging, messaging } from '../../test/support/messaging.ts';
import { anyWorkflow } from '../../test/support/random-workflows.ts';
import { shippedWorkflow } from '../../test/support/workflows.ts';
import { answers, notices } from '../load/ticket.ts';
import { emptyTickets } from '../load/ticket-columns.ts';
import { outcomeClasses } from '../result/outcomes.ts';
import { seededRandom } from '../shared/random.ts';
import { completeWorkflow } from '../workflow/complete.ts';
import { openingStep, type Workflow, type WorkflowStep } from '../workflow/definition.ts';
import { audit } from './audit.ts';

const requests = 8;

/** Plays a few requests of a workflow through a style, and audits what is left when no message is. */
const play = async ({ reactions, open }: Messaging, workflow: Workflow, seed: number) => {
  const random = seededRandom(seed);
  const mayFail = failable(workflow);
  const chance = (...of: readonly (number | string)[]): number => seededRandom(seed, ...of)();
  const fate = (requestId: string, step: string): Fate => {
    const drawn = chance(requestId, step);
    if (drawn < 0.1 && mayFail.has(step)) return 'fails for good';
    if (drawn < 0.2) return 'acknowledgement lost';
    return drawn < 0.3 ? 'fails first' : 'done';
  };
  const saysNo = (requestId: string, step: string): boolean => chance('bank', requestId, step) < 0.1;
  // Who answers the client with an error at the very beginning has not opened anything.
  const front = openingStep(workflow).name;
  using world = await playMessages({
    workflow,
    reactions: reactions(workflow),
    saysNo,
    fate: (requestId, step) => (step === front || step === workflow.giveUp ? 'done' : fate(requestId, step)),
    random,
  });
  const tickets = emptyTickets('r1-', new Float64Array(requests));
  for (let index = 0; index < requests; index += 1) {
    const requestId = `r1-${index}`;
    const answer = await open(world, workflow, { requestId, userId: 'user-1', plan: 'basic' });
    tickets.answer[index] = answers.indexOf(answer);
  }
  await world.deliverAll();
  const told = world.notices();
  for (let index = 0; index < requests; index += 1) {
    tickets.sentAt[index] = 0;
    tickets.answeredAt[index] = 0;
    const notice = told.get(`r1-${index}`);
    tickets.notice[index] = notices.indexOf(notice ?? 'none');
    if (notice !== undefined) tickets.completedAt[index] = 0;
  }
  const entries = world.ledger();
  const { outcomes, money, classes } = audit({
    workflow,
    tickets,
    entries,
    queued: new Set(),
    originMs: 0,
    drained: true,
  });
  const fails = (requestId: string, { name, optional, declined }: WorkflowStep): boolean =>
    !optional &&
    (fate(requestId, name) === 'fails for good' || (declined !== null && saysNo(requestId, name)));
  /** Requests that were taken on and of which no step failed that anybody waits for. */
  const faultless = Array.from(classes.keys()).filter(
    (index) =>
      answers[tickets.answer[index]!] === 'accepted' &&
      !workflow.steps.some((step) => fails(`r1-${index}`, step)),
  );
  return { outcomes, money, classes, entries, faultless, unroutable: world.unroutable };
};

/** What must hold whatever fails and in whatever order messages come: nobody is lost, and nothing stays that should not. */
const expectSound = ({
  outcomes,
  money,
  classes,
  entries,
  faultless,
  unroutable,
}: Awaited<ReturnType<typeof play>>): void => {
  const story = [...classes].map((place, index) => {
    const its = entries.filter(({ requestId }) => requestId === `r1-${index}`).map(({ effect }) => effect);
    return `${outcomeClasses[place] ?? ''}: ${its.join(' ')}`;
  });
  expect(unroutable).toEqual([]);
  expect(outcomes, story.join('\n')).toMatchObject({
    sent: requests,
    lost: 0,
    duplicated: 0,
    doubleCharged: 0,
    misplaced: 0,
    outOfOrder: 0,
  });
  expect(money, story.join('\n')).toMatchObject({ balanced: true, unbalanced: 0 });
  const undone = faultless.filter((index) => outcomeClasses[classes[index]!] !== 'completed');
  expect(undone, story.join('\n')).toEqual([]);
};

const noWork = { work: { medianMs: 0, p99Ms: 0 } };

/** One service that reacts to the same event in two ways: by what nobody waits for, and by what waits for something else as well. */
const besides = completeWorkflow('besides', {
  title: 'an optional step beside a fan-in',
  services: { front: noWork, back: noWork, side: noWork },
  steps: {
    open: { in: 'front', role: 'opens' },
    work: { in: 'back', after: ['open'] },
    note: { in: 'side', after: ['open'], optional: true },
    join: { in: 'side', after: ['open', 'work'] },
    tell: { in: 'front', after: ['join'], role: 'tells' },
    settle: { in: 'front', after: ['open'], role: 'puts-in-force', undo: { step: 'cancel' } },
  },
});

describe.each(messaging)('$name, whatever fails and in whatever order its messages come', (style) => {
  const known = ['subscribe', 'checkout', 'chain-of-4', 'fan-out-of-4'].map(shippedWorkflow);
  it.each([...known, besides])('$name', async (workflow) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => expectSound(await play(style, workflow, seed))),
      { numRuns: 25 },
    );
  });

  it('any workflow', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorkflow, fc.nat(), async (workflow, seed) =>
        expectSound(await play(style, workflow, seed)),
      ),
      { numRuns: 60 },
    );
  });
});
