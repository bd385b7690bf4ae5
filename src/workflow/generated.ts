import { completeWorkflow, type WrittenStep, type WrittenWorkflow } from './complete.ts';
import type { Workflow } from './definition.ts';

/** How many services a generated workflow may have behind the front door. */
export const generatedSizes = { least: 2, most: 12 } as const;

const work = { medianMs: 5, p99Ms: 20 };

const frontDoor = {
  in: 'front',
  role: 'opens',
  path: '/requests',
  effect: 'opened',
  event: 'RequestOpened',
} as const;

const settled = (after: readonly string[]): WrittenStep => ({
  in: 'front',
  after,
  role: 'puts-in-force',
  path: '/completions',
  effect: 'completed',
  event: 'RequestCompleted',
  undo: { step: 'cancel', effect: 'cancelled' },
});

const told = (after: readonly string[]): WrittenStep => ({
  in: 'notices',
  after,
  role: 'tells',
  effect: 'noticed',
});

const names = (what: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, place) => `${what}-${place + 1}`);

const servicesFor = (others: readonly string[]): WrittenWorkflow['services'] => ({
  front: { work: { medianMs: 2, p99Ms: 2 } },
  ...Object.fromEntries(others.map((name) => [name, { work }])),
  notices: { work: { medianMs: 2, p99Ms: 2 } },
});

/** One service after the other: what each further hop costs. */
const chain = (hops: number): WrittenWorkflow => {
  const all = names('hop', hops);
  return {
    title: `A chain of ${hops} hops`,
    services: servicesFor(all),
    steps: {
      open: frontDoor,
      ...Object.fromEntries(
        all.map((name, place): [string, WrittenStep] => [
          name,
          { in: name, after: [all[place - 1] ?? 'open'], undo: { step: `undo-${name}` } },
        ]),
      ),
      complete: settled([all.at(-1) ?? 'open']),
      tell: told([all.at(-1) ?? 'open']),
    },
  };
};

/** Several services at the same time, and one that waits for all of them: how wide a request spreads. */
const fanOut = (branches: number): WrittenWorkflow => {
  const all = names('branch', branches);
  return {
    title: `A fan-out to ${branches} services`,
    services: servicesFor(all),
    steps: {
      open: frontDoor,
      ...Object.fromEntries(
        all.map((name): [string, WrittenStep] => [
          name,
          { in: name, after: ['open'], undo: { step: `undo-${name}` } },
        ]),
      ),
      complete: settled(all),
      tell: told(all),
    },
  };
};

const kinds: ReadonlyMap<string, (size: number) => WrittenWorkflow> = new Map([
  ['chain-of', chain],
  ['fan-out-of', fanOut],
]);

/** The names that a generated workflow may have, as a person reads them. */
export const generatedNames: readonly string[] = [...kinds.keys()].map((kind) => `${kind}-N`);

/** `chain-of-3`, `fan-out-of-5`: a workflow of one shape and any size from 2 to 12; null for any other name. */
export const generatedWorkflow = (name: string): Workflow | null => {
  const parts = /^([a-z-]+)-(\d+)$/.exec(name);
  const make = kinds.get(parts?.[1] ?? '');
  const size = Number(parts?.[2]);
  const { least, most } = generatedSizes;
  return make === undefined || !(size >= least && size <= most) ? null : completeWorkflow(name, make(size));
};
