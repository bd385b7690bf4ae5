import type { Law } from '../law.ts';

export const drawsLaw: Law = {
  law: 'the work is that of the seed',
  statement:
    'A request works as long as the seed says, by its first draw; only where the scenario redraws the work of each try may a row have another.',
  tolerance: 'none',
  judge: ({ entries, orderedMs, redraws }) => {
    let chosen = 0;
    for (const entry of entries) {
      if (orderedMs(entry) === null) continue;
      const { service, draw } = entry;
      if (redraws(service) ? !(Number.isInteger(draw) && draw >= 1) : draw !== 1) chosen += 1;
    }
    return {
      holds: chosen === 0,
      detail: chosen === 0 ? 'all of it' : `${chosen} rows have a draw that was not theirs`,
    };
  },
};
