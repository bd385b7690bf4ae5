import { formatDuration, formatShare } from '../shared/durations.ts';
import type { Answers } from './answers.ts';
import { durationText } from './as-written.ts';
import { type PartName, partsOf, type TroubleName, troublesOf } from './layout.ts';

export type RequirementKind = 'answer' | 'told' | 'fail' | 'lose';

/** Something that must hold for a style to fit, as a budget of the scenario. */
export interface Requirement {
  readonly kind: RequirementKind;
  /** In the budget language, for each contestant alike. */
  readonly budget: string;
  /** The part of the load that it speaks of; null: all of it. */
  readonly part: PartName | null;
  /** What the user of the budget wanted, for a comment beside it. */
  readonly because: string;
  /** Requests that the counted ones are a share of, where the budget counts by how often something breaks. */
  readonly outOf: number | null;
}

const outcomeOf = { fail: 'failed', lose: 'lost' } as const;
const wordsOf = { fail: 'told no', lose: 'lost' } as const;

/** The rarest trouble, and how often each comes from one beginning of it to the next. */
const period = (
  answers: Answers,
): { readonly everyMs: number; readonly times: readonly (readonly [TroubleName, number])[] } | null => {
  const troubles = troublesOf(answers);
  if (troubles.length === 0) return null;
  const everyMs = Math.max(...troubles.map(([, trouble]) => trouble.everyMs));
  return { everyMs, times: troubles.map(([name, trouble]) => [name, everyMs / trouble.everyMs]) };
};

/** Without the last digits, in which binary fractions go astray. */
const exactly = (value: number): number => Number(value.toPrecision(9));

const factor = (times: number): string => (times === 1 ? '' : `${exactly(times)} * `);

/** Of requests in usual times and in the peak a share; of those around what breaks as many as may be until it breaks again. */
const shareRequirements = (
  answers: Answers,
  kind: 'fail' | 'lose',
  share: number,
): readonly Requirement[] => {
  if (share >= 1) return [];
  const [outcome, word] = [outcomeOf[kind], wordsOf[kind]];
  if (share === 0)
    return [{ kind, part: null, budget: `${outcome} == 0`, because: `nothing may be ${word}`, outOf: null }];
  const healthy = partsOf(answers).filter((part) => part === 'usual' || part === 'peak');
  const because = `${formatShare(share)} may be ${word}`;
  const steady = healthy.map(
    (part): Requirement => ({
      kind,
      part,
      because,
      budget: `${outcome} during ${part} / sent during ${part} <= ${exactly(share * 100)}%`,
      outOf: null,
    }),
  );
  const troubled = period(answers);
  if (troubled === null) return steady;
  const outOf = (answers.perSecond * troubled.everyMs) / 1_000;
  const sum = troubled.times.map(([name, times]) => `${factor(times)}${outcome} during ${name}`).join(' + ');
  const [[first] = ['outage' as const]] = troubled.times;
  return [
    ...steady,
    {
      kind,
      part: troubled.times.length === 1 ? first : null,
      because: `${because}, of the ${Math.round(outOf)} requests in ${formatDuration(troubled.everyMs)}`,
      budget: `${sum} <= ${Math.floor(exactly(share * outOf))}`,
      outOf,
    },
  ];
};

/** Everything that must hold, as budgets. */
export const requirementsOf = (answers: Answers): readonly Requirement[] => {
  const { inAnswer, toldWithinMs, mayFail, mayLose } = answers;
  return [
    ...(inAnswer
      ? [
          {
            kind: 'answer' as const,
            part: 'usual' as const,
            budget: 'consistency.p95 during usual <= 0ms',
            because: 'the answer itself must tell the outcome: nothing is left to be done after it',
            outOf: null,
          },
        ]
      : []),
    ...partsOf(answers).map(
      (part): Requirement => ({
        kind: 'told',
        part,
        budget: `resolution.p95 during ${part} <= ${durationText(toldWithinMs)}`,
        because: `95% must know the outcome within ${formatDuration(toldWithinMs)}`,
        outOf: null,
      }),
    ),
    ...shareRequirements(answers, 'fail', mayFail),
    ...shareRequirements(answers, 'lose', mayLose),
  ];
};
