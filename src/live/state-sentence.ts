import { listed } from '../reports/format.ts';
import type { LiveProgress } from './event.ts';

/** Which round runs, in which phase, and under which faults. */
export const stateSentence = ({ contestant, round, rounds, phase, faults }: LiveProgress): string => {
  const inForce = faults
    .filter(({ struckAt, liftedAt }) => struckAt !== null && liftedAt === null)
    .map(({ type, target }) => `${type} of ${target}`);
  const under = inForce.length === 0 ? '' : `, under ${listed(inForce)}`;
  return `Round ${round} of ${rounds}, ${contestant}: ${phase}${under}.`;
};

/** How long the run still takes, in whole seconds. */
export const timeLeft = ({ remainingMs }: LiveProgress): string =>
  `About ${Math.ceil(remainingMs / 1_000)} s left.`;
