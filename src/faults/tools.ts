import { seededRandom } from '../shared/random.ts';
import type { FaultSpec, FaultTools } from './fault.ts';
import { targetText } from './target.ts';

/** The tools of one injection in one process, and the end by which it is cleared. */
export interface ClearableTools extends FaultTools {
  readonly affected: () => number;
  readonly inForce: () => boolean;
  readonly clear: () => void;
}

/** Request ids start with the name of their round; what follows the last hyphen is the same for every contestant. */
const ordinalOf = (requestId: string): string => requestId.slice(requestId.lastIndexOf('-') + 1);

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
