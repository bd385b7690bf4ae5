import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogueLiteral } from '../../test/support/catalogue-literal.ts';
import { UsageError } from '../shared/errors.ts';
import { definePolicy } from '../styles/policy.ts';
import { callPolicies } from '../styles/shared/http/policies.ts';
import type { StyleKind } from './contestants.ts';
import { parseWithModules } from './modules.ts';

const { retries, timeoutMs } = callPolicies;
const hedgeAfter = definePolicy({ schema: z.int().min(1), default: 3 });
const kind: StyleKind = { policies: { retries, timeoutMs, hedgeAfter }, services: ['payments'], needs: [] };

const read = (contestants: string, rest = '') => {
  const loaded: string[] = [];
  const source = `title: a\nclaim: b\nload: { rate: 1/s }\ncontestants: ${contestants}\n${rest}`;
  const styleFrom = (path: string): Promise<StyleKind> => {
    loaded.push(path);
    return Promise.resolve(kind);
  };
  return { loaded, scenario: parseWithModules(source, '/a/x.yaml', { ...catalogueLiteral, styleFrom }) };
};

const complaint = (contestants: string, rest?: string): Promise<string> =>
  read(contestants, rest).scenario.then(
    () => 'no complaint',
    (error: unknown) => {
      if (error instanceof UsageError) return error.message;
      throw error;
    },
  );

describe('a style from a module', () => {
  it('gets all its policies, with defaults, and those of its own', async () => {
    const { scenario, loaded } = read(
      '{ it: { style: ./it.js, policies: { timeout: none, hedgeAfter: 7 } } }',
    );
    expect((await scenario).contestants).toMatchObject([
      { style: '/a/it.js', overrides: { timeoutMs: null, hedgeAfter: 7 } },
    ]);
    expect((await scenario).contestants[0]?.policies).toEqual({ retries: 2, timeoutMs: null, hedgeAfter: 7 });
    expect(loaded).toEqual(['/a/it.js']);
  });

  it.each([
    [
      'a policy of another style',
      '{ breaker: none }',
      'x.yaml:4:50: the style ./it.js does not read the policy `breaker`; it reads retries, timeout, hedgeAfter',
    ],
    [
      'a policy that nobody has',
      '{ retrise: 1 }',
      'x.yaml:4:50: unknown key `retrise`; did you mean `retries`?',
    ],
    ['a wrong value', '{ timeout: 3 }', 'x.yaml:4:59: expected a duration such as 2s, or none, found `3`'],
    ['a wrong value of its own policy', '{ hedgeAfter: 0 }', 'x.yaml:4:62: expected 1 at least, found `0`'],
    ['no map', '[1]', 'x.yaml:4:48: expected a map, found a list'],
  ])('is refused with %s at its place', async (_, policies, expected) =>
    expect(await complaint(`{ it: { style: ./it.js, policies: ${policies} } }`)).toContain(expected),
  );

  it('is refused where a fault would touch nothing that it has', async () =>
    expect(
      await complaint('{ it: { style: ./it.js } }', 'faults: [{ at: 1s, for: 1s, crash: notifications }]\n'),
    ).toContain('no contestant has `notifications`'));

  it('runs only when nothing else is wrong', async () => {
    const { scenario, loaded } = read('{ it: { style: ./it.js }, other: { style: htpp } }');
    await expect(scenario).rejects.toThrow('unknown style `htpp`');
    expect(loaded).toEqual([]);
  });

  it('does not lend its policies to other styles', async () =>
    expect(
      await complaint('{ it: { style: ./it.js }, other: { style: http, policies: { hedgeAfter: 1 } } }'),
    ).toContain('unknown key `hedgeAfter`'));
});
