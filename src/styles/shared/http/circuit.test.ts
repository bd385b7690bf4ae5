import { describe, expect, it } from 'vitest';
import { type Circuit, type CircuitOptions, createCircuit, type Seen } from './circuit.ts';

const answered: Seen = { answered: true, failedTries: 0 };
const failed: Seen = { answered: false, failedTries: 1 };
const nothing: Seen = { answered: false, failedTries: 0 };

/** A circuit on a clock of the test: half of at least ten tries within a second open it. */
const bench = (overrides: Partial<CircuitOptions> = {}) => {
  let time = 10_000;
  const log: string[] = [];
  const circuit = createCircuit({
    threshold: 0.5,
    windowMs: 1_000,
    minimumPerSecond: 10,
    halfOpenMs: 400,
    now: () => time,
    opened: () => void log.push('opened'),
    closed: () => void log.push('closed'),
    ...overrides,
  });
  const pass = (ms: number): void => {
    time += ms;
  };
  return { circuit, log, pass };
};

const see = (circuit: Circuit, seen: Seen, times = 1): void => {
  for (let index = 0; index < times; index += 1) circuit.enter()!.end(seen);
};

describe('a circuit', () => {
  it('opens above the threshold, not at it', () => {
    const { circuit, log } = bench();
    see(circuit, answered, 10);
    see(circuit, failed, 10);
    expect(log).toEqual([]);
    see(circuit, failed);
    expect(log).toEqual(['opened']);
    expect(circuit.enter()).toBeNull();
  });

  it('stays closed below the minimum rate', () => {
    const { circuit, log } = bench();
    see(circuit, failed, 9);
    expect(log).toEqual([]);
  });

  it('forgets what is older than its window, also after a time without calls', () => {
    const { circuit, log, pass } = bench();
    see(circuit, failed, 9);
    pass(1_500);
    see(circuit, failed, 9);
    expect(log).toEqual([]);
  });

  it('is never opened by calls that saw nothing', () => {
    const { circuit, log } = bench();
    see(circuit, nothing, 1_000);
    expect(log).toEqual([]);
  });

  it('lets one call through after the half-open time, and an answer closes it', () => {
    const { circuit, log, pass } = bench();
    see(circuit, failed, 10);
    pass(399);
    expect(circuit.enter()).toBeNull();
    pass(1);
    const probe = circuit.enter()!;
    expect(circuit.enter()).toBeNull();
    probe.end(answered);
    expect(log).toEqual(['opened', 'closed']);
    see(circuit, failed, 9);
    expect(log).toEqual(['opened', 'closed']);
  });

  it('stays open when the probe fails', () => {
    const { circuit, log, pass } = bench();
    see(circuit, failed, 10);
    pass(400);
    circuit.enter()!.end(failed);
    pass(399);
    expect(circuit.enter()).toBeNull();
    pass(1);
    expect(circuit.enter()).not.toBeNull();
    expect(log).toEqual(['opened']);
  });

  it('asks the next call when the probe saw nothing: that neither closes it nor keeps it open', () => {
    const { circuit, log, pass } = bench();
    see(circuit, failed, 10);
    pass(400);
    circuit.enter()!.end(nothing);
    expect(log).toEqual(['opened']);
    circuit.enter()!.end(answered);
    expect(log).toEqual(['opened', 'closed']);
  });

  it('lets another probe through when one has no end', () => {
    const { circuit, pass } = bench();
    see(circuit, failed, 10);
    pass(400);
    expect(circuit.enter()).not.toBeNull();
    pass(400);
    expect(circuit.enter()).not.toBeNull();
  });

  it('stops the further tries of calls that entered before it opened, and not those of its probe', () => {
    const { circuit, pass } = bench();
    const before = circuit.enter()!;
    see(circuit, failed, 10);
    expect(before.isPassable()).toBe(false);
    pass(400);
    expect(circuit.enter()!.isPassable()).toBe(true);
  });
});
