import { normal, seededRandom } from '../../shared/random.ts';

/** What the stub does; every draw is by the request's id, so that the truth can be computed without watching. */
export const behaviours = [
  'constant',
  'lognormal',
  'stall',
  'resets',
  'closes',
  'hangs',
  'closed-port',
] as const;
export type Behaviour = (typeof behaviours)[number];

/** What happens to one request; `held` waits for the end of the stall. */
export type Fate = 'answered' | 'held' | 'reset' | 'closed' | 'hung';

const constantMs = 5;
const medianMs = 20;
const p99Ms = 100;
/** z of the 99th percentile. */
const z99 = 2.3263478740408408;
const brokenShare = 0.05;

/** Between receiving and answering, ms. */
export const delayOf = (behaviour: Behaviour, requestId: string): number => {
  if (behaviour !== 'lognormal') return constantMs;
  const sigma = Math.log(p99Ms / medianMs) / z99;
  return medianMs * Math.exp(sigma * normal(seededRandom('delay', requestId)));
};

/** `inWindow`: the request came while the stall lasted. A closed port receives nothing, so it has no fate of its own. */
export const fateOf = (behaviour: Behaviour, requestId: string, inWindow: boolean): Fate => {
  if (behaviour === 'stall') return inWindow ? 'held' : 'answered';
  if (seededRandom('fate', requestId)() >= brokenShare) return 'answered';
  if (behaviour === 'resets') return 'reset';
  if (behaviour === 'closes') return 'closed';
  return behaviour === 'hangs' ? 'hung' : 'answered';
};
