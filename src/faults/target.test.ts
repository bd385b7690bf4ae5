import { expect, it } from 'vitest';
import { faultSpec } from '../../test/support/fault-spec.ts';
import { recordedFault } from './recorded-fault.ts';
import { belongsTo, directionsOf, type FaultTarget, type LinkTarget, targetText } from './target.ts';

const link: LinkTarget = { kind: 'link', from: 'client', to: 'payments', openedBy: 'from' };
const instance: FaultTarget = { kind: 'service', service: 'payments', instance: 2, step: 'charge' };

it.each<[string, FaultTarget]>([
  ['payments', instance],
  ['broker', { kind: 'broker' }],
  ['client→payments', link],
  ['client↔payments', { ...link, openedBy: 'either' }],
])('%s is the text of its target', (text, target) => expect(targetText(target)).toBe(text));

it('a link has the connections of one direction, or of both', () => {
  const there = { from: 'client', to: 'payments' };
  expect(directionsOf(link)).toEqual([there]);
  expect(directionsOf({ ...link, openedBy: 'either' })).toEqual([there, { from: 'payments', to: 'client' }]);
});

it('of single instances has their numbers in its text, and the connections between them only', () => {
  const one: LinkTarget = { kind: 'link', from: 'a', to: 'b', only: { from: 1, to: 2 }, openedBy: 'either' };
  expect(targetText(one)).toBe('a-1↔b-2');
  const way = { from: 'a', fromInstance: 1, to: 'b', toInstance: 2 };
  const back = { from: 'b', fromInstance: 2, to: 'a', toInstance: 1 };
  expect([way, back].map((each) => belongsTo(one, each))).toEqual([true, true]);
  expect(belongsTo(one, { ...way, toInstance: 1 })).toBe(false);
  expect(belongsTo(one, { ...back, toInstance: 2 })).toBe(false);
  expect(belongsTo({ ...one, openedBy: 'from' }, back)).toBe(false);
  expect(belongsTo({ ...one, only: { to: 2 } }, { ...way, fromInstance: 3 })).toBe(true);
});

it('a record has the instance and the step among the settings, as the scenario file has', () => {
  const times = { atMs: 1, forMs: 2 };
  expect(recordedFault(faultSpec('fail-first', instance, { ...times, settings: { attempts: 2 } }))).toEqual({
    type: 'fail-first',
    target: 'payments',
    atMs: 1,
    forMs: 2,
    settings: { instance: 2, step: 'charge', attempts: 2, status: 503 },
  });
  expect(recordedFault(faultSpec('latency', link, { settings: { add: '5ms' } })).settings).toEqual({
    add: 5,
    jitter: 0,
  });
});
