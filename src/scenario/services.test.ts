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
    [
      '{ payments: { instances: 2, autoscale: { target: 70%, to: 4, every: 2s } } }',
      'drop it or `instances`',
    ],
    ['{ payments: { autoscale: { target: 0%, to: 4, every: 2s } } }', 'expected a share above 0%'],
    ['{ payments: { autoscale: { target: 170%, to: 4, every: 2s } } }', 'expected a share of at most 100%'],
    ['{ payments: { autoscale: { target: 70%, from: 4, to: 4, every: 2s } } }', 'expected a `to` above'],
    ['{ payments: { autoscale: { target: 70%, to: 17, every: 2s } } }', 'a whole number from 1 to 16'],
    ['{ payments: { autoscale: { target: 70%, to: 4, every: 100ms } } }', 'expected from 500ms to 10m'],
    ['{ payments: { autoscale: { target: 70%, to: 4 } } }', 'missing key `every`'],
    ['{ payments: { autoscale: { target: 70%, to: 4, evry: 2s } } }', 'did you mean `every`?'],
    ['{ payments: { autoscale: 70% } }', 'expected a map'],
  ])('refuse %s', (services, message) => {
    expect(() => read(`services: ${services}`)).toThrow(message);
    expect(() => read(`services: ${services}`)).toThrow(/^x\.yaml:4:\d+: /);
  });
  it('may follow their use', () => {
    const { services, contestants } = read(
      `services: { payments: { autoscale: { target: 70%, from: 2, to: 4, every: 2s } } }
contestants:
  it: { style: http }
  three: { style: http, services: { payments: { instances: 3 } } }`,
    );
    const autoscale = { target: 0.7, from: 2, to: 4, everyMs: 2_000, downAfterMs: 10_000 };
    expect(services['payments']).toMatchObject({ instances: 2, autoscale });
    expect(contestants.map(({ own }) => own.services)).toEqual([
      {},
      { payments: { instances: 3, autoscale: null } },
    ]);
  });
  it.each([
    ['crash: payments', 'payments scales, and processes that start later would go free'],
    ['crash: payments, instance: 3', 'payments always has 2 instances; whether `autoscale` has started more'],
    ["latency: 'client→payments-3', add: 1s", 'payments has 2 instances'],
  ])('that scale take no fault %s', (fault, message) => {
    const scales = 'services: { payments: { autoscale: { target: 70%, from: 2, to: 4, every: 2s } } }';
    expect(() => read(`${scales}\nfaults: [{ at: 1s, for: 1s, ${fault} }]`)).toThrow(message);
    expect(() =>
      read(`${scales}\nfaults: [{ at: 1s, for: 1s, crash: payments, instance: 2 }]`),
    ).not.toThrow();
  });
  it('that scale for one contestant only take faults on what that one always has', () => {
    const one =
      'services: { payments: { instances: 3 } }\ncontestants: { it: { style: http, services: { payments: { autoscale: { target: 70%, to: 4, every: 2s } } } } }';
    expect(() => read(`${one}\nfaults: [{ at: 1s, for: 1s, crash: payments, instance: 2 }]`)).toThrow(
      'payments always has 1 instance;',
    );
  });
  it('scale under no closed loop', () => {
    expect(() =>
      parseScenario(
        `title: a
claim: b
load: { saturate: { connections: 10 } }
services: { payments: { autoscale: { target: 70%, to: 4, every: 2s } } }
`,
        'x.yaml',
        catalogue,
      ),
    ).toThrow(/^x\.yaml:4:25: a closed loop/);
  });
  it('of a contestant are those of the workflow too', () => {
    expect(() => read('contestants: { it: { style: http, services: { stock: { workers: 2 } } } }')).toThrow(
      'unknown key `stock`',
    );
  });
});
