import { isConstant } from '../load/shapes/index.ts';
import { UsageError } from '../shared/errors.ts';
import { limits } from '../shared/limits.ts';
import { lengthOf } from '../shared/stages.ts';
import { readDocument } from './document.ts';
import { requestsPerRound } from './feasible.ts';
import { renderProblems } from './problem.ts';
import type { Scenario } from './scenario.ts';

/**
 * The scenario with another offered rate for all contestants, for as long as its load lasts. Its hypotheses speak of another
 * load and are left out, and so are budgets against a baseline. Throws a UsageError for a closed loop, which offers no rate, and
 * for a load with several rates or a contestant with its own: one rate in their place would be another scenario.
 */
export const withRate = (scenario: Scenario, perSecond: number): Scenario => {
  const { file, name, title, load, contestants, budgets } = scenario;
  if (load.saturate !== null)
    throw new UsageError(`${file}: a closed loop has no rate to vary; take a scenario with \`load.rate\``);
  const refuse = (path: readonly string[], message: string): never => {
    const problem = readDocument(scenario.source).atKey(path, message);
    throw new UsageError(renderProblems([problem], file, scenario.source));
  };
  if (load.trace !== undefined)
    refuse(['load', 'trace'], 'a trace has no one rate to vary; give the load `rate` and `duration`');
  const [only] = load.stages;
  if (load.stages.length === 1 && only !== undefined && !isConstant(only))
    refuse(
      ['load', 'stages'],
      'the rate changes within the stage; give the load `rate` and `duration` to vary the rate',
    );
  if (load.stages.length > 1) {
    const rates = `${load.stages.length} stages, and one rate would take the place of them all`;
    refuse(['load', 'stages'], `the load has ${rates}; give it \`rate\` and \`duration\` to vary the rate`);
  }
  const [own] = contestants.filter((contestant) => contestant.own.perSecond !== undefined);
  if (own !== undefined) {
    const message =
      'this contestant has a rate of its own, so the scenario has no one rate to vary; leave it out, or `--only` the others';
    refuse(['contestants', own.name, 'load', 'rate'], message);
  }
  const forMs = lengthOf(load.stages);
  const changed = {
    ...scenario,
    name: `${name}-at-${perSecond}`,
    title: `${title}: at ${perSecond}/s`,
    load: { ...load, stages: [{ perSecond, forMs }] },
    // A rate that a contestant cannot hold leaves it work beyond any slice.
    measure: 'rounds' as const,
    hypotheses: [],
    budgets: budgets.filter(({ parsed }) => !parsed.usesBaseline),
  };
  if (requestsPerRound(changed) > limits.requestsPerRound)
    throw new UsageError(
      `${file}: at ${perSecond}/s a round would have more than ${limits.requestsPerRound} requests`,
    );
  return changed;
};
