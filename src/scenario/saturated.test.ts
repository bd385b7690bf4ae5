import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { parseScenario } from './load.ts';
import { saturated } from './saturated.ts';

const scenarioOf = (...lines: readonly string[]) =>
  parseScenario(['title: A', 'claim: b', ...lines, ''].join('\n'), 'a.yaml', catalogue);

describe('saturated', () => {
  it('keeps contestants and services, and replaces arrivals by a closed loop as long', () => {
    const scenario = scenarioOf(
      'contestants: { slow: { style: http, load: { rate: 5/s, warmUp: 1s } }, events: { style: events } }',
      'load: { stages: [{ rate: 10/s, for: 2s }, { rate: 20/s, for: 3s }], patience: 4s }',
      'hypotheses: [events.lost == 0]',
      'budgets: [lost == 0]',
    );
    const { name, contestants, load, services, hypotheses, budgets } = saturated(scenario, 7);
    expect(name).toBe('a-saturated');
    expect(contestants.map((one) => one.name)).toEqual(['slow', 'events']);
    expect(contestants[0]?.own).toEqual({ services: {}, warmUpMs: 1_000 });
    expect(load).toEqual({
      ...scenario.load,
      stages: [{ perSecond: 0, forMs: 5_000 }],
      saturate: { connections: 7 },
    });
    expect(services).toEqual(scenario.services);
    expect([hypotheses, budgets]).toEqual([[], []]);
  });
  it('changes only the connections of a scenario that saturates already', () => {
    const scenario = scenarioOf(
      'load: { saturate: { connections: 50 }, duration: 5s }',
      'budgets: [lost == 0]',
    );
    expect(saturated(scenario, 9)).toEqual({
      ...scenario,
      load: { ...scenario.load, saturate: { connections: 9 } },
    });
  });
  it.each([
    ['client', 'client: { retries: 2 }'],
    ['sequence', 'sequence: { plans: [basic, pro], users: 5 }'],
  ])('refuses `load.%s`, which a closed loop would leave out', (key, line) => {
    const scenario = scenarioOf(`load: { rate: 10/s, duration: 10s, ${line} }`);
    expect(() => saturated(scenario, 5)).toThrow(`a.yaml: \`load.${key}\` says what a user does next`);
  });
  it('refuses faults with the reason', () => {
    const scenario = scenarioOf(
      'load: { rate: 10/s, duration: 10s }',
      'faults: [{ at: 2s, for: 2s, crash: payments }]',
    );
    expect(() => saturated(scenario, 5)).toThrow(/a\.yaml: saturation needs healthy services: .*loses count/);
  });
});
