import { seededRandom } from '../shared/random.ts';
import type { FaultSpec, FaultTools } from './fault.ts';

/** The tools of one strike in one process, and the end by which it is lifted. */
export interface LiftableTools extends FaultTools {
  readonly bites: () => number;
  readonly inForce: () => boolean;
  readonly lift: () => void;
}

/** Request ids start with the name of their round; what follows the last hyphen is the same for every contestant. */
const ordinalOf = (requestId: string): string => requestId.slice(requestId.lastIndexOf('-') + 1);

/** `instance` is the process or link that the fault strikes. */
export const createFaultTools = (
  { id, type, target }: FaultSpec,
  instance: string,
  seed: number,
): LiftableTools => {
  let bites = 0;
  let inForce = true;
  let release: () => void = () => undefined;
  const lifted = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    instance,
    lifted,
    random: seededRandom(seed, id, instance),
    // By type and target, not by id: a fault that strikes again picks the same requests.
    lotOf: (requestId) => seededRandom(seed, type, target, ordinalOf(requestId))(),
    bite: () => {
      bites += 1;
    },
    bites: () => bites,
    inForce: () => inForce,
    lift: () => {
      inForce = false;
      release();
    },
  };
};
