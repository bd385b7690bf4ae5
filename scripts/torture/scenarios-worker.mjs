// Mutated scenarios, in a thread of their own.
import { workerData } from 'node:worker_threads';
import { planOf } from '../../dist/planning/plan-of.js';
import { renderPlan } from '../../dist/planning/render-plan.js';
import { askBack } from '../../dist/planning/too-much.js';
import { catalogue } from '../../dist/scenario/catalogue.js';
import { parseScenario } from '../../dist/scenario/load.js';
import { saturated } from '../../dist/scenario/saturated.js';
import { withRate } from '../../dist/scenario/with-rate.js';
import { TandemError } from '../../dist/shared/errors.js';
import { workOn } from './case-loop.mjs';
import { exerciseScenario } from './exercise-scenario.mjs';
import { mutatedScenario } from './mutate-scenario.mjs';

const modules = { parseScenario, catalogue, TandemError, planOf, renderPlan, askBack, withRate, saturated };
const { texts, seed } = workerData;

workOn((index) => {
  const { kind, text } = mutatedScenario(texts, seed, index);
  return { kind, exercise: () => exerciseScenario(modules, text) };
});
