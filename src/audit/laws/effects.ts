import type { Law } from '../law.ts';

export const placeLaw: Law = {
  law: 'effects in their place',
  statement:
    'Every effect stands in the ledger of its own service and was written by a process of that service.',
  tolerance: 'none',
  judge: ({ audit: { outcomes } }) => ({
    holds: outcomes.misplaced === 0,
    detail:
      outcomes.misplaced === 0
        ? 'all of them'
        : `${outcomes.misplaced} requests have an effect in another service’s ledger`,
  }),
};

export const orderLaw: Law = {
  law: 'effects in their order',
  statement:
    'Work on a step begins after the steps that it waits for were committed, as the workflow says; a decline comes before its notice, and nothing is undone that was not done. Nothing is told before it is so.',
  tolerance: '1 ms between processes',
  judge: ({ audit: { outcomes } }) => ({
    holds: outcomes.outOfOrder === 0,
    detail:
      outcomes.outOfOrder === 0
        ? 'all of them'
        : `${outcomes.outOfOrder} requests have an effect, or news of one, before its cause`,
  }),
};

export const knownLaw: Law = {
  law: 'effects for known users',
  statement: 'Every effect is of a request that was sent, for the user and the plan that it was sent with.',
  tolerance: 'none',
  judge: ({ audit: { outcomes } }) => {
    const { unexpected, foreignUser = 0 } = outcomes;
    const parts = [
      ...(unexpected > 0 ? [`${unexpected} effects are of requests that were never sent`] : []),
      ...(foreignUser > 0 ? [`${foreignUser} requests have an effect for another user or plan`] : []),
    ];
    return { holds: parts.length === 0, detail: parts.length === 0 ? 'all of them' : parts.join('; ') };
  },
};
