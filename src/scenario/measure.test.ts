import { describe, expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { parseScenario } from './load.ts';
import { fleetsOf } from './measure.ts';

const parse = (rest: string) => parseScenario(`title: t\nclaim: c\n${rest}`, '/scenarios/m.yaml', catalogue);
const load = 'load: { rate: 50/s, duration: 5s }';

describe('how a scenario is measured that does not say so', () => {
  test.each([
    ['nothing but the load happens', load, 'slices'],
    ['a fault', `${load}\nfaults: [{ at: 1s, for: 1s, crash: payments }]`, 'rounds'],
    ['a rate that changes', 'load: { stages: [{ rate: 10/s, for: 2s }, { rate: 20/s, for: 2s }] }', 'rounds'],
    ['a rate that rises', 'load: { stages: [{ rate: 10/s, to: 20/s, for: 2s }] }', 'rounds'],
    ['a closed loop', 'load: { saturate: { connections: 5 }, duration: 5s }', 'rounds'],
    [
      'an order among the requests of a user',
      'load: { rate: 50/s, duration: 5s, sequence: { plans: [basic, pro] } }',
      'rounds',
    ],
    [
      'a service that scales',
      `${load}\nservices: { payments: { autoscale: { target: 70%, to: 2, every: 1s } } }`,
      'rounds',
    ],
    ['nobody to compare', `contestants: { http: { style: http } }\n${load}`, 'rounds'],
    [
      'a rate of one contestant',
      `contestants: { a: { style: http }, b: { style: http, load: { rate: 5/s } } }\n${load}`,
      'rounds',
    ],
    ['work that takes seconds', `${load}\nservices: { payments: { work: 2s } }`, 'rounds'],
    ['said otherwise', `measure: rounds\n${load}`, 'rounds'],
  ])('%s', (_, rest, expected) => {
    expect(parse(rest).measure).toBe(expected);
  });

  test('five at once would fill a small machine', () => {
    const five = 'abcde'.split('').map((name) => `${name}: { style: http }`);
    expect(parse(`contestants: { ${five.join(', ')} }\n${load}`).measure).toBe('rounds');
  });
});

test('slices that cannot be are refused where they are asked for', () => {
  expect(() => parse(`measure: slices\n${load}\nfaults: [{ at: 1s, for: 1s, crash: payments }]`)).toThrow(
    /m\.yaml:3:10: it cannot be measured in slices: a fault strikes once in a round.*drop the key, or say `rounds`/s,
  );
});

test('who is up together', () => {
  const all = ['http@main', 'http', 'events@main', 'events'].map((name) => ({ contestant: { name } }));
  const names = (measure: Parameters<typeof fleetsOf>[0]) =>
    fleetsOf(measure, all).map((fleet) => fleet.map(({ contestant }) => contestant.name));
  expect(names('rounds')).toEqual([['http@main'], ['http'], ['events@main'], ['events']]);
  expect(names('slices')).toEqual([['http@main', 'http', 'events@main', 'events']]);
  expect(names('duet')).toEqual([
    ['http@main', 'http'],
    ['events@main', 'events'],
  ]);
});
