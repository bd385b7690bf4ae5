import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { parseScenario } from './load.ts';
import { withRate } from './with-rate.ts';

const scenario = (rest: string) => parseScenario(`title: a\nclaim: b\n${rest}\n`, 'x.yaml', catalogue);

describe('a scenario at another rate', () => {
  it('takes the place of the one rate that there is', () => {
    expect(withRate(scenario('load: { rate: 10/s, duration: 5s }'), 40).load.stages).toEqual([
      { perSecond: 40, forMs: 5_000 },
    ]);
  });

  it.each([
    [
      'stages',
      'load:\n  stages: [{ rate: 10/s, for: 5s }, { rate: 90/s, for: 5s }]',
      40,
      'x.yaml:4:3: the load has 2 stages',
    ],
    ['a closed loop', 'load: { saturate: { connections: 5 } }', 40, 'a closed loop has no rate to vary'],
    [
      'a contestant with its own rate',
      'load: { rate: 10/s }\ncontestants: { http: { style: http, load: { rate: 5/s } } }',
      40,
      'x.yaml:4:45: this contestant has a rate of its own',
    ],
    ['more requests than fit', 'load: { rate: 10/s, duration: 1h }', 90_000, 'more than 5000000 requests'],
  ])('refuses %s', (_, rest, perSecond, expected) => {
    expect(() => withRate(scenario(rest), perSecond)).toThrow(expected);
  });
});
