import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allDone,
  type Deed,
  everyOrder,
  oneOrder,
  roundIn,
  saidNo,
} from '../../test/support/interleavings.ts';
import { anyRound, inputOf } from '../../test/support/random-rounds.ts';
import { anyWorkflow } from '../../test/support/random-workflows.ts';
import { slowAudit } from '../../test/support/slow-audit.ts';
import { outcomeClasses } from '../result/outcomes.ts';
import { shippedWorkflow } from '../scenario/workflow-file.ts';
import { seededRandom } from '../shared/random.ts';
import { definitionProblems } from '../workflow/check.ts';
import type { Workflow, WorkflowStep } from '../workflow/definition.ts';
import { type AuditInput, audit, notSent, undecided } from './audit.ts';

/** Generated workflows, each with a round of its own. */
const workflows = 2_000;

/** What both sides are asked; a count that is 0 need not be there. */
const counted = [
  ...outcomeClasses,
  'sent',
  'failed',
  'lost',
  'unserved',
  'duplicated',
  'doubleCharged',
  'misplaced',
  'outOfOrder',
  'foreignUser',
  'unexpected',
] as const;

const windows = [
  [-10, 5],
  [20, 45],
] as const;

/** The audit in the words of the oracle. */
const judged = (input: AuditInput) => {
  const { classes, completedAt, outcomes, outcomesIn, money } = audit(input);
  const counts = (found: typeof outcomes) => counted.map((name) => [name, found[name] ?? 0]);
  return {
    classes: [...classes].map((place) =>
      place === notSent ? 'not sent' : place === undecided ? 'undecided' : outcomeClasses[place],
    ),
    completedAt: [...completedAt],
    all: counts(outcomes),
    inWindows: counts(outcomesIn(windows)),
    money,
  };
};

const slowlyJudged = (input: AuditInput): ReturnType<typeof judged> => {
  const { verdicts, countsIn, foreignRows, money } = slowAudit(input);
  const whole = countsIn([[0, Number.POSITIVE_INFINITY]]);
  const parts = countsIn(windows);
  return {
    classes: verdicts.map(({ outcome, isSent }) => outcome ?? (isSent ? 'undecided' : 'not sent')),
    completedAt: verdicts.map((one) => one.completedAt),
    all: counted.map((name) => [name, (whole[name] ?? 0) + (name === 'unexpected' ? foreignRows : 0)]),
    inWindows: counted.map((name) => [name, parts[name] ?? 0]),
    money,
  };
};

/** What the workflows have in common with what people write. */
const traits: Readonly<Record<string, (workflow: Workflow) => boolean>> = {
  'nothing between opening and telling': ({ steps }) => steps.length === 3,
  'a chain': ({ steps }) => steps.length > 4 && steps.every(({ after }) => after.length < 2),
  'a fan-out': ({ steps }) =>
    steps.some(({ name }) => steps.filter(({ after }) => after.includes(name)).length > 2),
  'a fan-in': ({ steps }) => steps.some(({ after, role }) => after.length > 1 && role === null),
  money: ({ steps }) => steps.some(({ role }) => role === 'takes-money'),
  'no money': ({ steps }) => steps.every(({ role }) => role !== 'takes-money'),
  'several undo steps': ({ steps }) => steps.filter(({ undo }) => undo !== null).length > 2,
  'may decline': ({ steps }) => steps.some(({ declined }) => declined !== null),
  optional: ({ steps }) => steps.some(({ optional }) => optional),
};

describe('for any workflow and any round of it', () => {
  it(`the audit agrees with a slow and obvious one, ${workflows} times`, () => {
    const seen = new Map<string, number>();
    const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
    fc.assert(
      fc.property(anyWorkflow, anyRound, (workflow, round) => {
        expect(definitionProblems(workflow)).toEqual([]);
        const input = inputOf(workflow, round);
        const expected = slowlyJudged(input);
        expect(judged(input)).toEqual(expected);
        for (const one of expected.classes) note(one ?? '');
        for (const [name, count] of expected.all) if (count !== 0) note(`rounds with ${name}`);
        for (const [trait, has] of Object.entries(traits)) if (has(workflow)) note(trait);
        if (expected.money.balanced) note('balanced');
        const { outcomes, withoutClass } = audit(input);
        const parts = outcomeClasses.reduce((sum, name) => sum + outcomes[name], 0);
        if (withoutClass === 0) expect(parts).toBe(outcomes.sent);
      }),
      { numRuns: workflows },
    );
    // An oracle that is never asked proves nothing.
    const wanted = [
      ...outcomeClasses,
      'not sent',
      'undecided',
      'balanced',
      ...counted.map((name) => `rounds with ${name}`),
      ...Object.keys(traits),
    ];
    expect(wanted.filter((what) => (seen.get(what) ?? 0) < workflows / 100)).toEqual([]);
  });
});

const untouched = {
  duplicated: 0,
  doubleCharged: 0,
  misplaced: 0,
  outOfOrder: 0,
  foreignUser: 0,
  unexpected: 0,
};

/** Whether an order of deeds is judged as what it is, told in either way: at the end, or at once and later again. */
const expectPerfect = (workflow: Workflow, order: readonly Deed[], no: WorkflowStep | null): void => {
  const told = [
    { answer: no === null ? 'active' : 'declined', notice: 'none' },
    { answer: 'accepted', notice: no === null ? 'ready' : 'declined' },
  ] as const;
  for (const one of told) {
    const { outcomes, money } = audit(roundIn(workflow, order, one));
    // Who had paid before somebody said no got the money back, and was declined all the same.
    const expected = no === null ? 'completed' : 'declined';
    expect(outcomes).toMatchObject({ sent: 1, [expected]: 1, ...untouched });
    expect(money).toMatchObject({ balanced: true, unbalanced: 0, active: no === null ? 1 : 0 });
  }
};

const saysNo = ({ steps }: Workflow): readonly WorkflowStep[] =>
  steps.filter(({ declined }) => declined !== null);

describe('what a perfect execution leaves is completed or declined, and breaks no law of order', () => {
  it.each(['subscribe', 'checkout', 'chain-of-4', 'fan-out-of-3'])(
    '%s, in every order that there is',
    (name) => {
      const workflow = shippedWorkflow(name);
      let orders = 0;
      for (const order of everyOrder(allDone(workflow))) {
        orders += 1;
        expectPerfect(workflow, order, null);
      }
      expect(orders).toBe({ subscribe: 3, checkout: 10, 'chain-of-4': 2, 'fan-out-of-3': 12 }[name]);
      for (const no of saysNo(workflow))
        for (const isForbidden of [() => false, () => true])
          for (const order of everyOrder(saidNo(workflow, no, isForbidden)))
            expectPerfect(workflow, order, no);
    },
  );

  it('any workflow, in any order', () => {
    fc.assert(
      fc.property(anyWorkflow, fc.nat(), (workflow, seed) => {
        const random = seededRandom(seed);
        for (let time = 0; time < 3; time += 1) {
          expectPerfect(workflow, oneOrder(allDone(workflow), random), null);
          for (const no of saysNo(workflow)) {
            const late = workflow.steps.filter(() => random() < 0.5);
            const deeds = saidNo(workflow, no, (step) => late.includes(step));
            expectPerfect(workflow, oneOrder(deeds, random), no);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
