import type { Meaning } from '../../workflow/meaning.ts';
import type { Law } from '../law.ts';

/** The effects of steps that work with what the request carries; bad news carries nothing. */
const carriedTo = ({ workBefore, declined, told }: Meaning): ReadonlySet<string> =>
  new Set(
    [...workBefore.keys()].filter(
      (effect) => !declined.includes(effect) && effect !== told.declined && effect !== told.failed,
    ),
  );

export const payloadLaw: Law = {
  law: 'what a request carries arrives whole',
  statement:
    'Every step was done with the payload that the request was sent with, byte for byte (by its digest).',
  tolerance: 'none; not judged where requests carry nothing',
  judge: ({ entries, meaning, payloadOf }) => {
    if (payloadOf === null) return { holds: null, detail: 'not judged: requests carry nothing' };
    const effects = carriedTo(meaning);
    const known = new Map<string, string>();
    let wrong = 0;
    for (const { effect, requestId, payload } of entries) {
      if (!effects.has(effect)) continue;
      const sent = known.get(requestId) ?? payloadOf(requestId);
      known.set(requestId, sent);
      if (payload !== sent) wrong += 1;
    }
    return {
      holds: wrong === 0,
      detail: wrong === 0 ? 'in every step' : `${wrong} steps were done with another payload, or none`,
    };
  },
};
