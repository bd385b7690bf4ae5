import type { Law, LawEvidence } from '../law.ts';

/** Begin and end of the work on every row, by process. */
const workingsOf = ({ entries, orderedMs }: LawEvidence) => {
  const workings = new Map<string, { service: string; starts: number[]; ends: number[] }>();
  for (const entry of entries) {
    // Only a step that works holds a slot for longer than its transaction.
    if (orderedMs(entry) === null) continue;
    const known = workings.get(entry.instance);
    const own = known ?? { service: entry.service, starts: [], ends: [] };
    if (known === undefined) workings.set(entry.instance, own);
    own.starts.push(entry.startedAt);
    own.ends.push(entry.at);
  }
  return workings;
};

/** At most how many of the intervals are open at the same moment; one that ends as another begins is not. */
const mostAtOnce = (starts: readonly number[], ends: readonly number[]): number => {
  const [begins, finishes] = [Float64Array.from(starts).sort(), Float64Array.from(ends).sort()];
  let most = 0;
  let ended = 0;
  for (const [begun, at] of begins.entries()) {
    while (ended < finishes.length && finishes[ended]! <= at) ended += 1;
    most = Math.max(most, begun + 1 - ended);
  }
  return most;
};

export const slotsLaw: Law = {
  law: 'no more at once than worker slots',
  statement: 'No process ever works on more steps at the same moment than it has worker slots.',
  tolerance: 'none',
  judge: (evidence) => {
    const broken: string[] = [];
    for (const [instance, { service, starts, ends }] of workingsOf(evidence)) {
      const [most, workers] = [mostAtOnce(starts, ends), evidence.workersOf(service)];
      if (most > workers) broken.push(`${instance} worked on ${most} at once with ${workers} slots`);
    }
    return {
      holds: broken.length === 0,
      detail: broken.length === 0 ? 'in every process' : broken.join('; '),
    };
  },
};
