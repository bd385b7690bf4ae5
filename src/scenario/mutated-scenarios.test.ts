import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exerciseScenario } from '../../scripts/torture/exercise-scenario.mjs';
import { mutatedScenario } from '../../scripts/torture/mutate-scenario.mjs';
import { planOf } from '../planning/plan-of.ts';
import { renderPlan } from '../planning/render-plan.ts';
import { askBack } from '../planning/too-much.ts';
import { TandemError } from '../shared/errors.ts';
import { catalogue } from './catalogue.ts';
import { parseScenario } from './load.ts';
import { saturated } from './saturated.ts';
import { withRate } from './with-rate.ts';

const folder = new URL('../../scenarios/', import.meta.url);
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
const modules = {
  parseScenario,
  catalogue,
  TandemError,
  planOf,
  renderPlan,
  askBack,
  withRate,
  saturated,
};

describe('mutated scenarios, a few of those of `npm run torture`', () => {
  it('are read or refused in plain words, and nothing else', { timeout: 120_000 }, () => {
    const bad: string[] = [];
    for (let index = 0; index < 300; index += 1) {
      const { kind, text } = mutatedScenario(texts, 11, index);
      let said: string;
      try {
        said = exerciseScenario(modules, text);
      } catch (error) {
        said = `thrown: ${String(error)}`;
      }
      if (said !== 'read' && said !== 'refused') bad.push(`${index} (${kind}): ${said}`);
    }
    expect(bad).toEqual([]);
  });
});
