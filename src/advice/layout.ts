import type { Stage } from '../load/shapes/index.ts';
import { type Answers, capacityOf, type Trouble } from './answers.ts';

/** Requests that a part of the load must have on average, so that a round has enough of them for a 95th percentile. */
export const requestsForP95 = 260;
/** Below that a part of the load with enough requests would last longer than a minute. */
export const leastPerSecond = 5;

/** A part of the load that requirements speak of; its name is that of the stage. */
export type PartName = 'usual' | 'peak' | TroubleName;
export type TroubleName = 'outage' | 'slow' | 'broker';

/** What happens in a part of the load, from `atMs` after the end of the warm-up. */
export interface PlacedTrouble extends Trouble {
  readonly name: TroubleName;
  readonly atMs: number;
}

export interface Layout {
  readonly stages: readonly Stage[];
  readonly troubles: readonly PlacedTrouble[];
}

export const warmUpMs = 3_000;
const leastUsualMs = 10_000;
/** From the beginning of a part until something breaks, and what is left of it when that is over and a restart has been waited for. */
const leadMs = 1_000;
const trailMs = 5_000;
/** A killed broker accepts again after 7 to 10 s, however short it was meant to be away. */
const brokerBackMs = 10_000;
const mostRecoveryMs = 20_000;

const wholeSeconds = (ms: number): number => Math.ceil(ms / 1_000) * 1_000;

const enoughMs = (perSecond: number): number => (requestsForP95 * 1_000) / perSecond;

/** The troubles of the answers that there are, in the order in which they come. */
export const troublesOf = ({
  outage,
  slow,
  broker,
}: Pick<Answers, TroubleName>): readonly (readonly [TroubleName, Trouble])[] =>
  (
    [
      ['outage', outage],
      ['slow', slow],
      ['broker', broker],
    ] as const
  ).flatMap(([name, trouble]) => (trouble === null ? [] : [[name, trouble] as const]));

/** How long it takes, about, to work off what queued while `surplus` requests more came than could be done. */
const recoveryMs = (answers: Answers, surplus: number): number => {
  const spare = capacityOf(answers) - answers.perSecond;
  return Math.min(mostRecoveryMs, 3_000 + (surplus * 1_000) / spare);
};

/** About how long the last requests take to be done when the load is over, ms. */
export const expectedDrainMs = (answers: Answers): number => {
  const last = troublesOf(answers).at(-1);
  return last === undefined
    ? 500
    : Math.max(0, recoveryMs(answers, lostCapacity(answers, last[1])) - trailMs);
};

const lostCapacity = ({ perSecond }: Answers, { forMs }: Trouble): number => (perSecond * forMs) / 1_000;

/**
 * The load: usual times, the peak, then whatever breaks, each a named stage with enough requests for a 95th percentile, and between
 * them time to recover, so that none of them measures the one before.
 */
export const layoutOf = (answers: Answers): Layout => {
  const { perSecond, peak } = answers;
  const stages: Stage[] = [
    { perSecond, forMs: wholeSeconds(Math.max(leastUsualMs, enoughMs(perSecond))), name: 'usual' },
  ];
  const recover = (surplus: number): void => {
    stages.push({ perSecond, forMs: wholeSeconds(recoveryMs(answers, surplus)) });
  };
  const troubles: PlacedTrouble[] = [];
  const placed = troublesOf(answers);
  if (peak !== null) {
    stages.push({ ...peak, name: 'peak' });
    const surplus = Math.max(0, ((peak.perSecond - capacityOf(answers)) * peak.forMs) / 1_000);
    if (placed.length > 0) recover(surplus);
  }
  for (const [index, [name, trouble]] of placed.entries()) {
    const lastsMs = name === 'broker' ? Math.max(trouble.forMs, brokerBackMs) : trouble.forMs;
    const atMs = stages.reduce((sum, { forMs }) => sum + forMs, leadMs);
    troubles.push({ ...trouble, name, atMs });
    const forMs = wholeSeconds(Math.max(leadMs + lastsMs + trailMs, enoughMs(perSecond)));
    stages.push({ perSecond, forMs, name });
    if (index < placed.length - 1) recover(lostCapacity(answers, trouble));
  }
  return { stages, troubles };
};

/** The named parts of the load, in their order. */
export const partsOf = (answers: Answers): readonly PartName[] => [
  'usual',
  ...(answers.peak === null ? [] : (['peak'] as const)),
  ...troublesOf(answers).map(([name]) => name),
];
