import { expect, test } from 'vitest';
import { faultSpec } from '../../test/support/fault-spec.ts';
import { injectedFaults } from '../evidence/injected-faults.ts';
import type { FaultSpec } from '../faults/fault.ts';
import type { FaultTarget } from '../faults/target.ts';
import type { FaultRecord } from '../result/observations.ts';

const payments: FaultTarget = { kind: 'service', service: 'payments', instance: 2, step: 'charge' };

const spec = (type: string, target: FaultTarget, settings = {}): FaultSpec =>
  faultSpec(type, target, { atMs: 1_000, forMs: 500, settings });

const record: FaultRecord = {
  type: 'any',
  target: 'any',
  struckAt: 1_010,
  liftedAt: 1_600,
  bites: 7,
  applies: true,
};

test('a fault inside a service is told with the part of the service that it acted on', () => {
  expect(injectedFaults([spec('error', payments, { probability: '30%' })], [record], [])).toEqual([
    {
      type: 'error',
      service: 'payments',
      instance: 'payments-2',
      step: 'charge',
      met: 7,
      from: 1_010,
      until: 1_510,
      share: 0.3,
    },
  ]);
});

test.each<[string, readonly FaultSpec[], readonly string[]]>([
  [
    'acts on a link',
    [spec('latency', { kind: 'link', from: 'a', to: 'b', openedBy: 'from' }, { add: '5ms' })],
    [],
  ],
  ['shares its service with one that ends it', [spec('error', payments), spec('crash', payments)], []],
  ['was in a service that died', [spec('error', payments)], ['payments']],
])('one that %s is left out', (_, specs, died) => {
  expect(injectedFaults(specs, [record, record], died)).toEqual([]);
});
