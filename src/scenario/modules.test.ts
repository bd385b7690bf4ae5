import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogueLiteral } from '../../test/support/catalogue-literal.ts';
import { UsageError } from '../shared/errors.ts';
import { definePolicy } from '../styles/policy.ts';
import { callPolicies } from '../styles/shared/http/policies.ts';
import type { StyleKind } from './contestants.ts';
import type { FaultKind } from './fault-kind.ts';
import { parseScenario } from './load.ts';
import { parseWithModules } from './modules.ts';

const { retries, timeoutMs } = callPolicies;
const hedgeAfter = definePolicy({ schema: z.int().min(1), default: 3 });
const kind: StyleKind = { policies: { retries, timeoutMs, hedgeAfter }, services: ['payments'], needs: [] };

const jam: FaultKind = {
  type: 'jam',
  targets: ['service'],
  settings: z.strictObject({ by: z.int().min(1) }),
  inject: () => Promise.reject(new Error('nobody injects it here')),
};

const read = (contestants: string, rest = '') => {
  const loaded: string[] = [];
  const source = `title: a\nclaim: b\nload: { rate: 1/s }\ncontestants: ${contestants}\n${rest}`;
  const styleFrom = (path: string): Promise<StyleKind> => {
    loaded.push(path);
    return Promise.resolve(kind);
  };
  const faultFrom = (path: string): Promise<FaultKind> => {
    loaded.push(path);
    return Promise.resolve(path.includes('latency') ? { ...jam, type: 'latency' } : jam);
  };
  const catalogue = {
    ...catalogueLiteral,
    styleFrom,
    faultFrom,
    hashOf: (path: string) => `hash of ${path}`,
  };
  return { loaded, scenario: parseWithModules(source, '/a/x.yaml', catalogue) };
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

describe('a fault from a module', () => {
  const contestants = '{ it: { style: http } }';
  const faults = (entry: string): string => `faults: [{ at: 1s, for: 1s, ${entry} }]\n`;

  it('is read by its own schema, under its own type, with the place of its module', async () => {
    const { scenario, loaded } = read(contestants, faults('./jam.mjs: payments, instance: 1, by: 3'));
    expect(await scenario).toMatchObject({
      unread: [],
      faults: [
        {
          id: 'jam-payments-1',
          type: 'jam',
          module: '/a/jam.mjs',
          acts: { onSteps: false, fromOutside: true, endsProcess: false, restarts: false },
          target: { kind: 'service', service: 'payments', instance: 1 },
          settings: { by: 3 },
        },
      ],
    });
    expect(loaded).toEqual(['/a/jam.mjs']);
  });

  it.each([
    ['./jam.mjs: payments, by: 0', 'x.yaml:5:54: '],
    ['./jam.mjs: paymnets, by: 1', 'x.yaml:5:40: unknown target `paymnets`'],
    ['./jam.mjs: payments, by: 1, bye: 2', 'x.yaml:5:57: unknown key `bye`'],
    ['./jam.mjs: payments, by: 1, step: charge', 'x.yaml:5:57: unknown key `step`'],
    ['./jam.mjs: payments, crash: payments', 'x.yaml:5:50: one fault an entry; `./jam.mjs` is named already'],
  ])('is refused at its place: %s', async (entry, message) => {
    expect(await complaint(contestants, faults(entry))).toContain(message);
  });

  it('cannot be injected at the same place and time as another from outside', async () => {
    const both =
      'faults: [{ at: 1s, for: 3s, crash: payments }, { at: 2s, for: 1s, ./jam.mjs: payments, by: 1 }]\n';
    const { scenario } = read(contestants, both);
    // The crash of the small world acts on nothing; the one of Tandem does.
    await expect(scenario).resolves.toMatchObject({ faults: [{ type: 'crash' }, { type: 'jam' }] });
    const twice =
      'faults: [{ at: 1s, for: 3s, ./jam.mjs: payments, by: 1 }, { at: 2s, for: 1s, ./jam.mjs: payments, by: 1 }]\n';
    expect(await complaint(contestants, twice)).toContain('overlaps with another `jam` of payments');
  });

  it('may not have the name of one of our own', async () => {
    const entry = faults('./other/latency.mjs: payments, by: 1');
    expect(await complaint(contestants, entry)).toContain(
      "x.yaml:5:29: its fault is named `latency`, as one of Tandem's own is; give it another type",
    );
  });

  it('is in the scenario with a hash of its file', async () => {
    const { scenario } = read(contestants, faults('./jam.mjs: payments, by: 3'));
    expect((await scenario).modules).toEqual([
      { kind: 'fault', path: '/a/jam.mjs', hash: 'hash of /a/jam.mjs' },
    ]);
  });

  it('is looked for before anything runs', () => {
    const source = `title: a\nclaim: b\nload: { rate: 1/s }\n${faults('./jam.mjs: payments')}`;
    const moduleProblem = (): string => 'no such file';
    expect(() => parseScenario(source, '/a/x.yaml', { ...catalogueLiteral, moduleProblem })).toThrow(
      /x\.yaml:4:29: the module of the fault, \/a\/jam\.mjs: no such file/,
    );
    expect(parseScenario(source, '/a/x.yaml', catalogueLiteral).unread).toEqual([
      { kind: 'fault', path: '/a/jam.mjs' },
    ]);
  });
});
