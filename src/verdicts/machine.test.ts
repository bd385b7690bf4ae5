import { describe, expect, it } from 'vitest';
import type { MachineFigures } from '../result/generator.ts';
import { type MachineReading, machineFigures, machineReasons } from './machine.ts';

const start: MachineReading = {
  at: 1_000,
  cores: 2,
  busySeconds: 100,
  stolenSeconds: 1,
  waitedSeconds: 50,
  throttledSeconds: 0,
  loadAverage: 1,
};
const later = (change: Partial<MachineReading>): MachineReading => ({ ...start, at: 11_000, ...change });

describe('who had the processors', () => {
  it('takes what is ours from what all used, as shares of all cores', () => {
    expect(
      machineFigures(
        start,
        later({ busySeconds: 112, stolenSeconds: 2, waitedSeconds: 54, loadAverage: 2.345 }),
        8,
      ),
    ).toEqual({
      cores: 2,
      own: 0.4,
      others: 0.2,
      stolen: 0.05,
      throttled: 0,
      waited: 0.4,
      loadAverage: 2.35,
    });
  });

  it('never says that others used less than nothing, for two clocks of the kernel never agree to the tick', () => {
    expect(machineFigures(start, later({ busySeconds: 107.9 }), 8).others).toBe(0);
  });

  it('knows nothing where the system says nothing', () => {
    const silent = { busySeconds: null, stolenSeconds: null, waitedSeconds: null, throttledSeconds: null };
    expect(machineFigures({ ...start, ...silent }, later(silent), 8)).toMatchObject({
      own: 0.4,
      others: null,
      stolen: null,
      throttled: null,
      waited: null,
    });
  });
});

const calm: MachineFigures = {
  cores: 2,
  own: 0.9,
  others: 0.02,
  stolen: 0,
  throttled: 0,
  waited: 0.95,
  loadAverage: 6,
};

describe('whether others took the machine', () => {
  it.each<[string, Partial<MachineFigures>, RegExp | null]>([
    ['our own load, however high, is no reason', {}, null],
    ['a compiler beside the run', { own: 0.3, others: 0.5, waited: 0.6 }, /other processes used 50%/],
    ['a neighbour on the same host', { stolen: 0.3 }, /other guests of the hypervisor took 30%/],
    ['both together', { others: 0.1, stolen: 0.1 }, /used 10%, other guests of the hypervisor took 10%/],
    ['others who used what nobody else wanted', { own: 0.1, others: 0.3, waited: 0.02 }, null],
    ['no word on waiting: the share alone decides', { others: 0.3, waited: null }, /others/i],
    [
      'a container held to its quota',
      { throttled: 0.2 },
      /quota of this container held the run back for 20%/,
    ],
    ['a system that says nothing', { others: null, stolen: null, throttled: null, waited: null }, null],
  ])('%s', (_, change, reason) => {
    const reasons = machineReasons({ ...calm, ...change }, 0.15);
    if (reason === null) expect(reasons).toEqual([]);
    else expect(reasons.join()).toMatch(reason);
  });

  it('takes its limit from the scenario', () => {
    expect(machineReasons({ ...calm, others: 0.5 }, 1)).toEqual([]);
  });
});
