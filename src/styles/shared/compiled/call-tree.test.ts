import { describe, expect, it } from 'vitest';
import { shippedWorkflow } from '../../../scenario/workflow-file.ts';
import { completeWorkflow } from '../../../workflow/complete.ts';
import type { Workflow } from '../../../workflow/definition.ts';
import { callTreeOf } from './call-tree.ts';
import { planOf } from './plan.ts';

/** Who calls what, as `caller: call, call after 0`. */
const shown = (workflow: Workflow): readonly string[] =>
  [...callTreeOf(workflow)]
    .filter(([, calls]) => calls.length > 0)
    .map(
      ([caller, calls]) =>
        `${caller}: ${calls.map(({ step, after }) => `${step.name}${after.length > 0 ? ` after ${after.join('+')}` : ''}`).join(', ')}`,
    );

/** A workflow by the causes of its steps; `settle` after the first and `tell` after the last of them. */
const workflowOf = (causes: Readonly<Record<string, readonly string[]>>): Workflow => {
  const last = Object.keys(causes).at(-1) ?? 'open';
  return completeWorkflow('drawn', {
    title: 'drawn',
    services: {},
    steps: {
      open: { in: 'front', role: 'opens' },
      ...Object.fromEntries(Object.entries(causes).map(([name, after]) => [name, { in: name, after }])),
      settle: { in: 'front', after: ['open'], role: 'puts-in-force', undo: { step: 'cancel' } },
      tell: { in: 'tell', after: [last], role: 'tells' },
    },
  });
};

describe('callTreeOf', () => {
  it('is the chain that everybody knows for subscribe', () => {
    expect(shown(shippedWorkflow('subscribe'))).toEqual([
      'open: charge',
      'charge: recommend',
      'recommend: notify',
    ]);
  });
  it('has the parcel sent by whoever had invoice and packing done', () => {
    expect(shown(shippedWorkflow('checkout'))).toEqual([
      'place: reserve',
      'reserve: pay',
      'pay: invoice, pack, ship after 0+1',
      'ship: tell',
    ]);
  });
  it('fans out, and calls what waits for all of it once', () => {
    expect(shown(shippedWorkflow('fan-out-of-3'))).toEqual([
      'open: branch-1, branch-2, branch-3, tell after 0+1+2',
    ]);
  });
  it('follows the branches of an uneven workflow to where they began', () => {
    // a → b → c and a → d; e waits for c and d, f for b and e.
    const uneven = workflowOf({ a: ['open'], b: ['a'], c: ['b'], d: ['a'], e: ['c', 'd'], f: ['b', 'e'] });
    expect(shown(uneven)).toEqual(['open: a', 'a: b, d, e after 0+1, f after 0+2', 'b: c', 'f: tell']);
  });
  it('waits for nothing that comes before the caller', () => {
    const skipping = workflowOf({ a: ['open'], b: ['open', 'a'] });
    expect(shown(skipping)).toEqual(['open: a, b after 0', 'b: tell']);
  });
});

describe('planOf', () => {
  it('calls each step when those that it waits for are done, and puts in force last', () => {
    const { calls, declined, failed } = planOf(shippedWorkflow('checkout'));
    expect(calls.map(({ role, path, after = [] }) => `${role} ${path} after ${after.join('+')}`)).toEqual([
      'orders /orders after ',
      'stock /reservations after 0',
      'payments /payments after 1',
      'invoices /invoices after 2',
      'shipping /parcels after 2',
      'shipping /shipments after 3+4',
      'mail /mails after 5',
      'orders /confirmations after 0+1+2+3+4+5+6',
    ]);
    expect(declined.map(({ method, path, extra }) => [method, path, extra])).toEqual([
      ['POST', '/mails', { notice: 'declined' }],
      ['DELETE', '/orders', { because: 'declined' }],
    ]);
    expect(failed).toMatchObject({ method: 'DELETE', path: '/orders', extra: { because: 'failed' } });
  });
});
