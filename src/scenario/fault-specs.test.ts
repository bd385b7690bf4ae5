import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { parseScenario } from './load.ts';

const withFaults = (...faults: readonly string[]) =>
  parseScenario(
    `title: t
claim: c
load: { rate: 100/s }
services: { payments: { instances: 2 } }
faults:
${faults.map((fault) => `  - { at: 1s, for: 1s, ${fault} }`).join('\n')}
`,
    'x.yaml',
    catalogue,
  ).faults;

describe('the instance and the step of a fault', () => {
  it('belong to its target, and its other settings to the fault', () => {
    expect(withFaults('error: payments, instance: 2, step: charge')).toMatchObject([
      {
        target: { kind: 'service', service: 'payments', instance: 2, step: 'charge' },
        settings: { probability: 1, status: 503, after: false },
      },
    ]);
    expect(withFaults('error: payments')[0]?.target).toMatchObject({ instance: null, step: null });
  });

  it.each([
    ['pause: broker, instance: 1', '6:49: the broker has no instance; it is for a service'],
    ['latency: client→payments, add: 5ms, instance: 1', '6:70: a link has no instance; it is for a service'],
    ['latency: client→payments, add: 5ms, step: charge', '6:66: a link has no step; it is for a service'],
    ['latency: payments, add: 5ms, instance: 3', '6:63: payments has 2 instances'],
    ['error: payments, step: open', '6:47: payments has no step `open`; it has charge, refund, voidCharge'],
  ])('%s is refused', (fault, expected) => {
    expect(() => withFaults(fault)).toThrow(expected);
  });

  it('keep two faults apart that would overlap without them', () => {
    expect(withFaults('crash: payments, instance: 1', 'crash: payments, instance: 2')).toHaveLength(2);
    expect(withFaults('error: payments, step: charge', 'error: payments, step: refund')).toHaveLength(2);
    expect(() => withFaults('crash: payments, instance: 1', 'pause: payments')).toThrow(
      'overlaps with `crash` of payments',
    );
    expect(() => withFaults('error: payments, step: charge', 'error: payments')).toThrow(
      'overlaps with another `error` of payments',
    );
  });
});
