import { describe, expect, it } from 'vitest';
import { completeWorkflow, type WrittenStep } from './complete.ts';

const complete = (steps: Readonly<Record<string, WrittenStep>>, givenUp?: string) =>
  completeWorkflow('mine', { title: 'Mine', services: {}, steps, givenUp });

describe('what an author leaves out', () => {
  it('a step gets all its names from its own', () => {
    const [step] = complete({ 'pack-parcel': { in: 'depot' } }).steps;
    expect(step).toEqual({
      name: 'pack-parcel',
      service: 'depot',
      after: [],
      role: null,
      optional: false,
      path: '/pack-parcel',
      effect: 'pack-parcel-done',
      declined: null,
      undo: null,
      forbid: { step: 'forbid-pack-parcel', effect: 'pack-parcel-forbidden' },
      command: 'PackParcel',
      event: 'PackParcelDone',
      failed: 'PackParcelFailed',
    });
  });

  it('so do a no and what undoes a step', () => {
    const [step] = complete({ pay: { in: 'bank', may: 'decline', undo: { step: 'payBack' } } }).steps;
    expect(step).toMatchObject({
      declined: 'pay-declined',
      undo: { step: 'payBack', effect: 'payBack-done', command: 'PayBack', event: 'PayBackDone' },
    });
  });

  it('the notices are called after the effect of the step that tells', () => {
    expect(complete({ tell: { in: 'mail', role: 'tells', effect: 'mailed' } })).toMatchObject({
      name: 'mine',
      title: 'Mine',
      notices: {
        ready: { effect: 'mailed-ready', command: 'SendReadyNotice' },
        declined: { effect: 'mailed-declined', command: 'SendDeclinedNotice' },
        failed: { effect: 'mailed-failed', command: 'SendFailureNotice' },
      },
      giveUp: 'giveUp',
      givenUp: 'RequestGivenUp',
      callerRestarted: 'CallerRestarted',
    });
  });

  it('what is written stays as it is', () => {
    const undo = { step: 'refund', effect: 'refunded', command: 'RefundPayment', event: 'PaymentRefunded' };
    const forbid = { step: 'void', effect: 'voided' };
    const names = {
      path: '/charges',
      effect: 'charged',
      command: 'Charge',
      event: 'Charged',
      failed: 'NotCharged',
    };
    const written = {
      in: 'bank',
      role: 'takes-money',
      may: 'decline',
      declined: 'refused',
      undo,
      forbid,
      ...names,
    };
    const { steps, givenUp } = complete(
      { charge: { ...written, role: 'takes-money', may: 'decline' } },
      'GoneHome',
    );
    expect(steps).toMatchObject([{ role: 'takes-money', declined: 'refused', undo, forbid, ...names }]);
    expect(givenUp).toBe('GoneHome');
  });
});

describe('the order of the steps', () => {
  const namesOf = (steps: Readonly<Record<string, WrittenStep>>): readonly string[] =>
    complete(steps).steps.map(({ name }) => name);

  it('is that in which they are written', () => {
    expect(namesOf({ a: { in: 's' }, b: { in: 's', after: ['a'] }, c: { in: 's', after: ['a'] } })).toEqual([
      'a',
      'b',
      'c',
    ]);
  });
  it('but each comes behind those that it waits for', () => {
    const steps = {
      d: { in: 's', after: ['b', 'c'] },
      c: { in: 's', after: ['a'] },
      b: { in: 's', after: ['a'] },
    };
    expect(namesOf({ ...steps, a: { in: 's' } })).toEqual(['a', 'c', 'b', 'd']);
  });
  it('and none is lost that waits in a circle or for nobody', () => {
    const steps = {
      a: { in: 's', after: ['b'] },
      b: { in: 's', after: ['a'] },
      c: { in: 's', after: ['nobody'] },
    };
    expect(namesOf(steps).toSorted()).toEqual(['a', 'b', 'c']);
  });
});
