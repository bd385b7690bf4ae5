import { phaseNames } from '../../result/figures.ts';
import { outcomeClasses } from '../../result/outcomes.ts';
import type { Law, LawEvidence } from '../law.ts';

/** Rates are rounded to thousandths. */
const rounding = 0.01;

type Phases = LawEvidence['phases'];

const judged = (broken: readonly string[], otherwise: string) => ({
  holds: broken.length === 0,
  detail: broken.length === 0 ? otherwise : broken.join('; '),
});

const inPhases = (phases: Phases, broken: (phase: Phases['all'], name: string) => string | null): string[] =>
  phaseNames.flatMap((name) => broken(phases[name], name) ?? []);

export const partitionLaw: Law = {
  law: 'partition',
  statement:
    'Every request that was sent has exactly one outcome class; the phases hold no more than the round.',
  tolerance: 'none',
  judge: ({ audit, phases }) => {
    const broken = inPhases(phases, ({ outcomes }, name) => {
      const sum = outcomeClasses.reduce((total, outcome) => total + outcomes[outcome], 0);
      return sum === outcomes.sent ? null : `${name}: the classes add up to ${sum} of ${outcomes.sent} sent`;
    });
    const parts = phases.before.outcomes.sent + phases.during.outcomes.sent + phases.after.outcomes.sent;
    if (parts > audit.outcomes.sent)
      broken.push(`the phases hold ${parts} requests, the round ${audit.outcomes.sent}`);
    return judged(broken, `${audit.outcomes.sent} requests, each in one class`);
  },
};

export const windowsLaw: Law = {
  law: 'completed ≤ accepted ≤ sent',
  statement: 'In every phase no more requests are completed than accepted, and no more accepted than sent.',
  tolerance: 'none',
  judge: ({ phases }) =>
    judged(
      inPhases(phases, ({ outcomes, accepted, completed }, name) => {
        const [done, taken] = [completed.successes.count, accepted.successes.count];
        return done <= taken && taken <= outcomes.sent
          ? null
          : `${name}: ${done} completed, ${taken} accepted, ${outcomes.sent} sent`;
      }),
      'in every phase',
    ),
};

export const ratesLaw: Law = {
  law: 'rates ≤ offered',
  statement:
    'No rate exceeds the offered one, and what of a phase got there in it and later is all of it that got there.',
  tolerance: `${rounding} per second, for rates are rounded`,
  judge: ({ phases }) =>
    judged(
      inPhases(phases, ({ rates }, name) => {
        const { offered, accepted, completed, carriedOut } = rates;
        const later = carriedOut?.accepted ?? 0;
        const withLater = accepted + later;
        const fits =
          completed <= accepted + rounding &&
          accepted <= offered + rounding &&
          withLater <= offered + rounding;
        return fits
          ? null
          : `${name}: offered ${offered}/s, accepted ${accepted}/s (and ${later}/s later), completed ${completed}/s`;
      }),
      'in every phase',
    ),
};
