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
    ['partition: subscriptions→payments-3', '6:35: payments has 2 instances, found `payments-3`'],
    [
      'partition: payments-1↔payments-2',
      '6:35: a link has two different ends, found `payments-1↔payments-2`',
    ],
    ['partition: paymets-1↔broker', '6:35: unknown end of a link `paymets-1`'],
    ['partition: payments', '6:35: expected a link such as client→subscriptions, found `payments`'],
    ['partition: payments↔broker, how: half', '6:57: `half` is not known here; expected one of drop, refuse'],
    ['loss: payments↔broker, probability: 0%', '6:60: expected a share above 0% and of at most 100%'],
    ['loss: payments', '6:30: expected a link such as client→subscriptions, found `payments`'],
    ['restart: payments, within: long', '6:51: expected a duration with a unit, for instance 400ms'],
    ['restart: client→payments', '6:33: unknown target `client→payments`'],
    ['rolling-restart: broker, gap: 2', '6:54: expected a duration with a unit'],
    ['slow-start: payments', '6:5: missing key `add`'],
    [
      'slow-start: payments, add: 50s',
      '6:51: expected at most 45s: who does not serve within a minute is given up',
    ],
    ['slow-start: broker, add: 5s', '6:36: unknown target `broker`'],
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
    expect(() => withFaults('rolling-restart: payments', 'restart: payments, instance: 2')).toThrow(
      'overlaps with `rolling-restart` of payments',
    );
    expect(withFaults('slow-start: payments, add: 1s', 'restart: payments')).toHaveLength(2);
  });
});

describe('an end of a link', () => {
  it('may be one instance of a service', () => {
    expect(withFaults('partition: subscriptions↔payments-2')[0]?.target).toEqual({
      kind: 'link',
      from: 'subscriptions',
      to: 'payments',
      only: { to: 2 },
      openedBy: 'either',
    });
  });
});
