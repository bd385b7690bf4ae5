import type { Law } from '../law.ts';

/** Names that the harness and the audit count under; a style that raised one would speak in their name. */
const reserved = /^(order|replay|reads|client)[.]|^amqp[.](inDeadLetterQueues|brokenQueues)$/;

export const countersLaw: Law = {
  law: 'counters count',
  statement: 'What a process counts is finite, never negative, and under names of its own.',
  tolerance: 'none',
  judge: ({ counters }) => {
    const broken = Object.entries(counters).flatMap(([process, own]) =>
      Object.entries(own).flatMap(([name, value]) => {
        if (!(value >= 0 && Number.isFinite(value))) return [`${process} counted ${value} ${name}`];
        return reserved.test(name) ? [`${process} counted ${name}, which is the audit’s`] : [];
      }),
    );
    return { holds: broken.length === 0, detail: broken.length === 0 ? 'all of them' : broken.join('; ') };
  },
};
