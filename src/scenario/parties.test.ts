import { describe, expect, it } from 'vitest';
import { UsageError } from '../shared/errors.ts';
import { catalogue } from './catalogue.ts';
import { parseScenario } from './load.ts';

const head = 'title: a\nclaim: b\nload: { rate: 100/s }\n';
const read = (parties: string) => parseScenario(`${head}${parties}\n`, 'x.yaml', catalogue);

describe('parties', () => {
  it('are read with what they do where nothing is said of it', () => {
    expect(read('parties: { bank: { step: charge, rateLimit: 50/s, errors: 2% } }').parties).toEqual([
      {
        name: 'bank',
        step: 'charge',
        work: { medianMs: 20, p99Ms: 20, redraw: true },
        perSecond: 50,
        errors: 0.02,
        timeoutMs: 2_000,
      },
    ]);
    expect(read('').parties).toEqual([]);
  });

  it('can be the target of a fault, in the styles of every contestant', () => {
    const { faults } = read(
      'parties: { bank: { step: charge } }\nfaults: [{ at: 5s, for: 2s, crash: bank }, { at: 9s, for: 2s, latency: "payments→bank", add: 50ms }]',
    );
    expect(faults.map(({ target }) => target)).toEqual([
      { kind: 'service', service: 'bank', instance: null, step: null },
      { kind: 'link', from: 'payments', to: 'bank', openedBy: 'from' },
    ]);
  });

  it.each([
    ['a step that is not there', '{ bank: { step: chargee } }', 'did you mean `charge`?'],
    [
      'a step that does no work',
      '{ bank: { step: activate } }',
      'no step `activate` that works in subscribe',
    ],
    ['no step', '{ bank: {} }', 'missing key `step`'],
    ['a name that a service has', '{ payments: { step: charge } }', 'is what something else is called'],
    [
      'a name that a coordinator has',
      '{ orchestrator: { step: charge } }',
      'is what something else is called',
    ],
    ['two for one step', '{ bank: { step: charge }, visa: { step: charge } }', 'asks bank already'],
    ['a rate of none', '{ bank: { step: charge, rateLimit: 0/s } }', 'expected a rate above 0'],
    ['a strange key', '{ bank: { step: charge, ratelimit: 5/s } }', 'did you mean `rateLimit`?'],
    ['more than all errors', '{ bank: { step: charge, errors: 120% } }', 'expected a share of at most 100%'],
    ['a strange name', '{ Bank: { step: charge } }', 'expected a name of small letters'],
  ])('are refused with %s', (_, parties, message) => {
    expect(() => read(`parties: ${parties}`)).toThrow(UsageError);
    expect(() => read(`parties: ${parties}`)).toThrow(message);
    expect(() => read(`parties: ${parties}`)).toThrow(/^x\.yaml:4:\d+: /);
  });
});
