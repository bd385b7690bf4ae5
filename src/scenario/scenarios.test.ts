import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faults } from '../faults/index.ts';
import { catalogue } from './catalogue.ts';
import { parseExpression } from './language/expression.ts';
import { loadScenario } from './load.ts';

const folder = new URL('../../scenarios/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const scenarios = files.map((name) => loadScenario(fileURLToPath(new URL(name, folder)), catalogue));
const published = new URL('../../results/published/claims.json', import.meta.url);

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'scenario %s',
  (_, scenario) => {
    it('has a claim, a reason and a place in the list', () => {
      expect(scenario.claim).toMatch(/\.$/);
      expect(scenario.why).not.toBe('');
      expect(scenario.group).not.toBe('');
    });

    it('predicts something, and every prediction can be read', () => {
      expect(scenario.hypotheses).not.toEqual([]);
      const contestants = scenario.contestants.map(({ name }) => name);
      for (const { text } of scenario.hypotheses)
        expect(() => parseExpression(text, { contestants, baseline: false })).not.toThrow();
    });

    it('has a budget for a latency of accepting, which bounds how late its generator may send', () => {
      // A closed loop has no due times to be late for.
      if (scenario.load.saturate !== null) return;
      expect(scenario.budgets.map(({ text }) => text).join('\n')).toMatch(/accepted\.p\d+ .*< \d+m?s/);
    });

    it('holds the remedy beside the pitfall', () => {
      if (scenario.group === 'Pitfalls') expect(scenario.contestants.length).toBeGreaterThan(1);
    });
  },
);

describe('all scenarios together', () => {
  const contestants = scenarios.flatMap((scenario) => scenario.contestants);

  it.each([...faults.keys()])('use the fault %s', (type) =>
    expect(scenarios.flatMap((scenario) => scenario.faults.map((fault) => fault.type))).toContain(type),
  );

  it.each([...catalogue.styles.keys()])('use the style %s', (style) =>
    expect(contestants.map((contestant) => contestant.style)).toContain(style),
  );

  const everyPolicy = [...catalogue.styles.values()].flatMap(({ policies }) => Object.entries(policies));

  it.each([...new Map(everyPolicy)])('set the policy %s to something else than its default', (name, policy) =>
    expect(
      contestants.filter(
        ({ overrides }) => Object.hasOwn(overrides, name) && overrides[name] !== policy.default,
      ),
    ).not.toEqual([]),
  );
});

interface Published {
  readonly claims: readonly {
    readonly name: string;
    readonly valid: boolean;
    readonly hypotheses: readonly { readonly text: string; readonly verdict: string }[];
  }[];
}

/**
 * Hypotheses that one round left open: what it shows is in their direction and within a tenth of their limit. docs/claims.md says
 * `inconclusive`; more rounds decide them.
 */
const open: Readonly<Record<string, readonly string[]>> = {
  'broker-upgrade': ['events.rate.accepted during > 0.9 * events.rate.offered during'],
  partition: ['http.amplification.payments > 1'],
  'payload-size': ['http-256k.completed.p50 > http.completed.p50'],
  'rolling-deploy': ['http.amplification.payments > 1'],
};

describe.runIf(existsSync(published))('published claims', () => {
  const { claims } = existsSync(published)
    ? (JSON.parse(readFileSync(published, 'utf8')) as Published)
    : { claims: [] };

  it('are there for every scenario', () => {
    const without = scenarios
      .map(({ name }) => name)
      .filter((name) => !claims.some((one) => one.name === name));
    expect(without).toEqual([]);
  });

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    'decide every hypothesis of %s in valid rounds, but for those that are named',
    (name, scenario) => {
      const claim = claims.find((one) => one.name === name);
      expect(claim?.valid).toBe(true);
      expect(claim?.hypotheses.map(({ text }) => text)).toEqual(scenario.hypotheses.map(({ text }) => text));
      const undecided = claim?.hypotheses.filter(({ verdict }) => verdict === 'inconclusive');
      expect(undecided?.map(({ text }) => text)).toEqual(open[name] ?? []);
    },
  );
});
