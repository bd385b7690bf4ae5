import { seededRandom } from '../shared/random.ts';
import { ordinalOf } from '../shared/request-id.ts';
import type { FaultSpec, FaultTools } from './fault.ts';
import { targetText } from './target.ts';

/** The tools of one injection in one process, and the end by which it is cleared. */
export interface ClearableTools extends FaultTools {
  readonly affected: () => number;
  readonly inForce: () => boolean;
  readonly clear: () => void;
}

/** `instance` is the process or link that the fault acts on. */
export const createFaultTools = (
  { id, type, target }: FaultSpec,
  instance: string,
  seed: number,
): ClearableTools => {
  let affected = 0;
  let inForce = true;
  let release: () => void = () => undefined;
  const cleared = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    instance,
    cleared,
    random: seededRandom(seed, id, instance),
    // By type and target, not by id: a fault that is injected again picks the same requests.
    lotOf: (requestId) => seededRandom(seed, type, targetText(target), ordinalOf(requestId))(),
    countAffected: () => {
      affected += 1;
    },
    affected: () => affected,
    inForce: () => inForce,
    clear: () => {
      inForce = false;
      release();
    },
  };
};
