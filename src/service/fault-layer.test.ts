import { describe, expect, it } from 'vitest';
import { faultNamed, faultSpec } from '../../test/support/fault-spec.ts';
import type { ServiceTarget } from '../faults/target.ts';
import type { StepCall, StepHandler } from '../workflow/order.ts';
import { createFaultLayer } from './fault-layer.ts';

const call = (requestId: string, step: string = 'charge'): StepCall => ({
  step,
  order: { requestId, userId: 'u', plan: 'p' },
  receivedAt: 0,
  attempt: 1,
  once: true,
});

const done: StepHandler = () => Promise.resolve({ effect: 'charged', first: true, seq: 1 });

const payments: ServiceTarget = { kind: 'service', service: 'payments', instance: null, step: null };

/** What `inject` takes of a fault of the service. */
const fault = (type: string, settings: Record<string, unknown> = {}, target = payments) =>
  [faultSpec(type, target, { settings }), faultNamed(type)] as const;

describe('the fault layer', () => {
  it('keeps the counts of a fault when others are injected and cleared', async () => {
    const layer = createFaultLayer(done, 'payments-1', 1);
    layer.inject(...fault('fail-first', { attempts: 2 }));
    await expect(layer.handler(call('r-1'))).rejects.toThrow('attempt 1');
    layer.inject(...fault('latency', { add: '0ms' }));
    await expect(layer.handler(call('r-1'))).rejects.toThrow('attempt 2');
    expect(layer.clear('latency-1').affected).toBe(1);
    await expect(layer.handler(call('r-1'))).resolves.toMatchObject({ effect: 'charged' });
    expect(layer.clear('fail-first-1').affected).toBe(2);
  });

  it('lets go of what hangs when it is cleared, past faults that were cleared meanwhile', async () => {
    const layer = createFaultLayer(done, 'payments-1', 1);
    layer.inject(...fault('error'));
    layer.inject(...fault('hang'));
    const hanging = layer.handler(call('r-1'));
    layer.clear('error-1');
    expect(layer.clear('hang-1').affected).toBe(1);
    await expect(hanging).resolves.toMatchObject({ effect: 'charged' });
  });

  it('affects only the step that the scenario names', async () => {
    const layer = createFaultLayer(done, 'payments-1', 1);
    layer.inject(...fault('error', {}, { ...payments, step: 'refund' }));
    await expect(layer.handler(call('r-1', 'charge'))).resolves.toBeDefined();
    await expect(layer.handler(call('r-1', 'refund'))).rejects.toThrow('injected error');
    expect(layer.clear('error-1').affected).toBe(1);
  });

  it('poisons the same requests in every process and for every contestant', async () => {
    const poisoned = async (instance: string, prefix: string): Promise<number[]> => {
      const layer = createFaultLayer(done, instance, 7);
      layer.inject(...fault('poison', { probability: '30%' }));
      const tries = Array.from({ length: 200 }, (_, index) => layer.handler(call(`${prefix}-${index}`)));
      const settled = await Promise.allSettled(tries);
      return settled.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    };
    const first = await poisoned('payments-1', 'run-a');
    expect(first.length).toBeGreaterThan(20);
    expect(first.length).toBeLessThan(120);
    expect(await poisoned('payments-2', 'run-b')).toEqual(first);
  });

  it('lets a process that starts under it take its time, and counts that; steps are none of its business', async () => {
    const layer = createFaultLayer(done, 'payments-1', 1);
    layer.inject(...fault('slow-start', { add: '1ms' }));
    expect(layer.clear('slow-start-1').affected).toBe(0);
    await layer.startUnder(...fault('slow-start', { add: '1ms' }));
    await layer.handler(call('r-1'));
    expect(layer.clear('slow-start-1').affected).toBe(1);
    await layer.startUnder(...fault('error'));
    await expect(layer.handler(call('r-2'))).rejects.toThrow('injected error');
  });
});
