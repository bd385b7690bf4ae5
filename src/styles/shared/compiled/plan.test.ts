import { describe, expect, it } from 'vitest';
import { shippedWorkflow } from '../../../../test/support/workflows.ts';
import { tasksOf } from '../../../shared/task-graph.ts';
import { completeWorkflow } from '../../../workflow/complete.ts';
import type { ClientCall } from '../../style.ts';
import { planOf } from './plan.ts';

/** A call as a person reads it. */
const lineOf = ({ method, role, path, after = [], extra = {}, optional }: ClientCall): string =>
  [
    `${method} ${role}${path}`,
    ...Object.entries(extra).map(([key, value]) => `${key}=${value}`),
    ...(after.length === 0 ? [] : [`after ${after.join()}`]),
    ...(optional === true ? ['optional'] : []),
  ].join(' ');

const planLines = (name: string) => {
  const { calls, declined, failed } = planOf(shippedWorkflow(name));
  return { calls: calls.map(lineOf), declined: declined.map(lineOf), failed: lineOf(failed) };
};

describe('a workflow as calls that somebody makes', () => {
  it('subscribe', () => {
    expect(planLines('subscribe')).toEqual({
      calls: [
        'POST subscriptions/subscriptions',
        'POST payments/charges after 0',
        'POST recommendations/recommendations after 1',
        'POST notifications/notices notice=ready after 2',
        'POST subscriptions/activations after 0,1,2,3',
      ],
      declined: [
        'POST notifications/notices notice=declined',
        'DELETE subscriptions/subscriptions because=declined',
      ],
      failed: 'DELETE subscriptions/subscriptions because=failed',
    });
  });

  it('checkout: the branches at the same time, the parcel after both, in force last', () => {
    expect(planLines('checkout')).toEqual({
      calls: [
        'POST orders/orders',
        'POST stock/reservations after 0',
        'POST payments/payments after 1',
        'POST invoices/invoices after 2',
        'POST shipping/parcels after 2',
        'POST shipping/shipments after 3,4',
        'POST mail/mails notice=ready after 5',
        'POST orders/confirmations after 0,1,2,3,4,5,6',
      ],
      declined: ['POST mail/mails notice=declined', 'DELETE orders/orders because=declined'],
      failed: 'DELETE orders/orders because=failed',
    });
  });

  it('nobody waits for what is optional', () => {
    const workflow = completeWorkflow('test', {
      title: 'a test',
      services: {},
      steps: {
        open: { in: 'front', role: 'opens' },
        note: { in: 'back', after: ['open'], optional: true },
        work: { in: 'back', after: ['open'] },
        tell: { in: 'mail', after: ['work'], role: 'tells' },
        settle: { in: 'front', after: ['open'], role: 'puts-in-force', undo: { step: 'cancel' } },
      },
    });
    expect(planOf(workflow).calls.map(lineOf)).toEqual([
      'POST front/open',
      'POST back/note after 0 optional',
      'POST back/work after 0',
      'POST mail/tell notice=ready after 2',
      'POST front/settle after 0,2,3',
    ]);
  });

  it('a call that names none to wait for waits for the one before it', () => {
    const call: ClientCall = { role: 'front', method: 'POST', path: '/open' };
    expect(tasksOf([call, call, { ...call, after: [] }, { ...call, after: [0] }])).toEqual([
      { after: [] },
      { after: [0] },
      { after: [] },
      { after: [0] },
    ]);
  });
});
