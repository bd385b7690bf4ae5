import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { parseScenario } from './load.ts';

const read = (more: string) =>
  parseScenario(`title: a\nclaim: b\nload: { rate: 100/s }\n${more}\n`, 'x.yaml', catalogue);

describe('services', () => {
  it('have what the workflow says, and what the scenario says otherwise', () => {
    const { services } = read(
      'workflow: checkout\nservices: { stock: { instances: 2, coldStart: 2s }, mail: { work: { cpu: 5ms } } }',
    );
    expect(services['stock']).toEqual({
      instances: 2,
      workers: 32,
      work: { medianMs: 5, p99Ms: 20 },
      coldStartMs: 2_000,
    });
    expect(services['mail']?.work).toEqual({ medianMs: 0, p99Ms: 0, cpuMs: 5 });
    expect(services['orders']).toEqual({ instances: 1, workers: 32, work: { medianMs: 2, p99Ms: 2 } });
  });
  it('may wait and compute', () => {
    const { services } = read('services: { payments: { work: { median: 20ms, p99: 80ms, cpu: 3ms } } }');
    expect(services['payments']?.work).toEqual({ medianMs: 20, p99Ms: 80, cpuMs: 3 });
  });
  it.each([
    ['{ paymets: {} }', 'unknown key `paymets`; did you mean `payments`?'],
    ['{ payments: { coldStart: 31s } }', 'expected at most 30s'],
    ['{ payments: { coldStart: 2 } }', 'expected a duration'],
    ['{ payments: { work: { cpu: 11s } } }', 'expected at most 10s of processor time'],
    ['{ payments: { work: { median: 20ms, cpu: 5ms } } }', 'or { cpu: 5ms } alone'],
    ['{ payments: { work: {} } }', 'or { cpu: 5ms } alone'],
    ['{ payments: { work: { cpu: 0 } } }', 'expected a duration above 0'],
    ['{ payments: { instance: 2 } }', 'did you mean `instances`?'],
  ])('refuse %s', (services, message) => {
    expect(() => read(`services: ${services}`)).toThrow(message);
    expect(() => read(`services: ${services}`)).toThrow(/^x\.yaml:4:\d+: /);
  });
  it('of a contestant are those of the workflow too', () => {
    expect(() => read('contestants: { it: { style: http, services: { stock: { workers: 2 } } } }')).toThrow(
      'unknown key `stock`',
    );
  });
});
