import { expect, it } from 'vitest';
import { recordedFault } from './recorded-fault.ts';
import { directionsOf, type FaultTarget, type LinkTarget, targetText } from './target.ts';

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

it('a record has the instance and the step among the settings, as the scenario file has', () => {
  const spec = { id: 'error-payments-1', type: 'error', atMs: 1, forMs: 2, settings: { status: 503 } };
  expect(recordedFault({ ...spec, target: instance })).toEqual({
    type: 'error',
    target: 'payments',
    atMs: 1,
    forMs: 2,
    settings: { instance: 2, step: 'charge', status: 503 },
  });
  expect(recordedFault({ ...spec, target: link }).settings).toEqual({ status: 503 });
});
