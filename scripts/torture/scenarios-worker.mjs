// Works through mutated scenarios in a thread of its own, so that one that never ends can be told and stopped.
import { parentPort, workerData } from 'node:worker_threads';
import { planOf } from '../../dist/commands/plan/plan-of.js';
import { renderPlan } from '../../dist/commands/plan/render-plan.js';
import { askBack } from '../../dist/commands/plan/too-much.js';
import { atRate } from '../../dist/scenario/at-rate.js';
import { catalogue } from '../../dist/scenario/catalogue.js';
import { parseScenario } from '../../dist/scenario/load.js';
import { saturated } from '../../dist/scenario/saturated.js';
import { TandemError } from '../../dist/shared/errors.js';
import { exerciseScenario } from './exercise-scenario.mjs';
import { mutatedScenario } from './mutate-scenario.mjs';

const modules = { parseScenario, catalogue, TandemError, planOf, renderPlan, askBack, atRate, saturated };
const { texts, from, count, seed } = workerData;

/** What is slower is tried again: a busy machine may have been the reason. */
const slowMs = 1_000;

const timed = (text) => {
  const started = performance.now();
  let said;
  try {
    said = exerciseScenario(modules, text);
  } catch (error) {
    said = `thrown: ${error instanceof Error ? error.stack : String(error)}`;
  }
  return { said, ms: performance.now() - started };
};

for (let index = from; index < count; index += 1) {
  const { kind, text } = mutatedScenario(texts, seed, index);
  parentPort.postMessage({ index, kind, began: true });
  const first = timed(text);
  const again = first.ms > slowMs ? timed(text) : first;
  parentPort.postMessage({ index, kind, said: first.said, ms: Math.min(first.ms, again.ms) });
}
