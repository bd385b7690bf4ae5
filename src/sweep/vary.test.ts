import { describe, expect, it } from 'vitest';
import { catalogueLiteral } from '../../test/support/catalogue-literal.ts';
import { parseScenario } from '../scenario/load.ts';
import type { ModuleCatalogue } from '../scenario/modules.ts';
import { assertDifferent, readVaried } from './read-varied.ts';
import { gridOf, parseVary } from './vary.ts';

describe('what is given to --vary', () => {
  it('is a path with values as YAML understands them', () => {
    expect(parseVary('services.payments.work=20ms, {median: 1ms, p99: 2ms},"a,b"')).toEqual({
      path: 'services.payments.work',
      keys: ['services', 'payments', 'work'],
      values: [
        { text: '20ms', value: '20ms' },
        { text: '{median: 1ms, p99: 2ms}', value: { median: '1ms', p99: '2ms' } },
        { text: '"a,b"', value: 'a,b' },
      ],
    });
    expect(parseVary('rounds=1,2').values.map(({ value }) => value)).toEqual([1, 2]);
  });

  it.each([
    ['nothing', '', 'expected PATH=VALUE,VALUE; for instance'],
    ['no values', 'load.rate', 'expected PATH=VALUE,VALUE; for instance'],
    ['one value', 'load.rate=1/s', 'load.rate: expected at least two values'],
    ['a value that is missing', 'load.rate=1/s,,2/s', 'a value between two commas is missing'],
    ['a value twice', 'load.rate=1/s,1/s', '`1/s` stands there twice'],
    ['a path without a name', 'load..rate=1/s,2/s', '`load..rate`: expected a path such as load.patience'],
    ['no YAML', 'load.rate=[1,{2', '`[1,{2` is no YAML value'],
  ])('%s is refused', (_, written, message) => {
    expect(() => parseVary(written)).toThrow(message);
  });

  it('makes a grid, the first place changing slowest', () => {
    const grid = gridOf([parseVary('a.b=1,2'), parseVary('c=x,y')]);
    expect(grid.map((point) => point.map(({ at }) => at.text))).toEqual([
      ['1', 'x'],
      ['1', 'y'],
      ['2', 'x'],
      ['2', 'y'],
    ]);
  });

  it.each([
    ['three places', ['a=1,2', 'b=1,2', 'c=1,2'], 'room for two places at most'],
    ['one place twice', ['a=1,2', 'a=3,4'], '--vary a is given twice'],
    ['too many columns', ['a=1,2', 'b=1,2,3,4,5,6,7'], 'the second place takes 6 values at most'],
    ['too many points', ['a=1,2,3,4,5,6,7,8,9', 'b=1,2,3,4,5,6'], '54 points; expected 50 at most'],
  ])('%s are refused', (_, written, message) => {
    expect(() => gridOf(written.map(parseVary))).toThrow(message);
  });
});

const unused = (): never => {
  throw new Error('the scenario names no module');
};
const catalogue: ModuleCatalogue = {
  ...catalogueLiteral,
  styleFrom: unused,
  faultFrom: unused,
  hashOf: unused,
};
const base = (rest: string) =>
  parseScenario(`title: A case\nclaim: b\nload: { rate: 20/s, duration: 5s }\n${rest}`, 'x.yaml', catalogue);
const varied = async (rest: string, ...written: readonly string[]) => {
  const points = gridOf(written.map(parseVary));
  const scenarios = await Promise.all(points.map((point) => readVaried(base(rest), point, catalogue, {})));
  return { points, scenarios };
};

describe('a varied scenario', () => {
  it('is read anew with the value in its place, under a name and a title of its own', async () => {
    const { scenarios } = await varied(
      'services: { payments: { workers: 1 } }\nhypotheses: [http.failed == 0]\nbudgets: [lost == 0, accepted.p95 < 2 * baseline]\n',
      'services.payments.workers=2,4',
    );
    expect(scenarios.map(({ services }) => services['payments']?.workers)).toEqual([2, 4]);
    expect(scenarios.map(({ name }) => name)).toEqual(['x-workers-2', 'x-workers-4']);
    expect(scenarios[0]).toMatchObject({
      title: 'A case: services.payments.workers=2',
      hypotheses: [],
      budgets: [{ text: 'lost == 0' }],
    });
  });

  it('has a policy of a contestant that nobody wrote down, and its other contestants', async () => {
    const { scenarios } = await varied('', 'contestants.http.retries=0,3');
    expect(
      scenarios.map(({ contestants }) => contestants.map(({ policies }) => policies['retries'])),
    ).toEqual([
      [0, undefined],
      [3, undefined],
    ]);
  });

  it.each([
    [
      'an unknown part of the path',
      'services.payments.workrs=2,4',
      /^--vary services\.payments\.workrs=2 makes of x\.yaml:\nx\.yaml:4:\d+: unknown key `workrs`; did you mean `workers`\?\n/,
    ],
    ['an unknown service', 'services.paymnts.workers=2,4', /`paymnts`.*did you mean `payments`/],
    ['an unknown section', 'servces.payments.workers=2,4', /unknown key `servces`; did you mean `services`/],
    ['an unknown contestant', 'contestants.htp.retries=1,2', /no contestant `htp`; did you mean `http`/],
    ['an unknown policy', 'contestants.http.retires=1,2', /unknown key `retires`; did you mean `retries`/],
    ['a value out of bounds', 'services.payments.workers=0,4', /x\.yaml:4:\d+: expected .*1.*, found `0`/],
    ['a value of another kind', 'load.rate=20/s,fast', /^--vary load\.rate=fast makes .*\nx\.yaml:3:\d+: /],
    ['a path through a value', 'load.rate.x=1,2', /`load\.rate` is `20\/s`, which has no `x`/],
  ])('refuses %s', async (_, written, message) => {
    await expect(varied('', written)).rejects.toThrow(message);
  });

  it('is not measured twice', async () => {
    const { points, scenarios } = await varied('', 'x-mine.workers=2,4');
    expect(() => assertDifferent(points, scenarios)).toThrow(
      '--vary x-mine.workers=2 and x-mine.workers=4 make the same scenario of x.yaml',
    );
    const other = await varied('', 'load.patience=2s,3s');
    expect(() => assertDifferent(other.points, other.scenarios)).not.toThrow();
  });
});
