import fc from 'fast-check';
import { completeWorkflow, type WrittenStep, type WrittenWorkflow } from '../../src/workflow/complete.ts';
import type { Workflow } from '../../src/workflow/definition.ts';

/** What comes before a step: the one before it, only the opening one, all that nobody waits for yet, or any of them. */
const shapes = ['chain', 'fan-out', 'fan-in', 'any'] as const;

interface Draft {
  readonly shape: (typeof shapes)[number];
  readonly service: number;
  readonly causes: readonly number[];
  readonly undo: boolean;
  readonly declines: boolean;
  readonly optional: boolean;
}

interface Plan {
  readonly drafts: readonly Draft[];
  /** Place of the step that takes money; one that no step has: nobody pays. */
  readonly paying: number;
  /** Of the step that puts in force, as those of a draft. */
  readonly settling: readonly number[];
  readonly tellingService: number;
  /** In which order the steps are written. */
  readonly order: readonly number[];
}

const draft: fc.Arbitrary<Draft> = fc.record({
  shape: fc.constantFrom(...shapes),
  service: fc.integer({ min: 0, max: 4 }),
  causes: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 3 }),
  undo: fc.boolean(),
  declines: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
  optional: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
});

const plan: fc.Arbitrary<Plan> = fc.record({
  drafts: fc.array(draft, { maxLength: 6 }),
  paying: fc.integer({ min: 0, max: 8 }),
  settling: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 3 }),
  tellingService: fc.integer({ min: 0, max: 4 }),
  order: fc.array(fc.nat({ max: 1_000 }), { minLength: 9, maxLength: 9 }),
});

const serviceName = (place: number): string => `service-${place}`;
const stepName = (place: number): string => `step-${place}`;

/** Some of the names, by numbers that may be too large; never none. */
const some = (names: readonly string[], numbers: readonly number[]): readonly string[] => [
  ...new Set(numbers.map((one) => names[one % names.length]!)),
];

/** The names that no step waits for which somebody waits for in turn. */
const unawaited = (
  names: readonly string[],
  steps: Readonly<Record<string, WrittenStep>>,
): readonly string[] =>
  names.filter(
    (name) => !Object.values(steps).some(({ after, optional }) => !optional && after?.includes(name)),
  );

const isOptional = ({ optional, undo, declines }: Draft, pays: boolean): boolean =>
  optional && !undo && !declines && !pays;

const causesIn = (
  { shape, causes }: Draft,
  earlier: readonly string[],
  steps: Readonly<Record<string, WrittenStep>>,
): readonly string[] => {
  switch (shape) {
    case 'chain':
      return [earlier.at(-1)!];
    case 'fan-out':
      return [earlier[0]!];
    case 'fan-in':
      return unawaited(earlier, steps);
    case 'any':
      return some(earlier, causes);
  }
};

const written = ({ drafts, paying, settling, tellingService, order }: Plan): WrittenWorkflow => {
  const steps: Record<string, WrittenStep> = { open: { in: serviceName(0), role: 'opens' } };
  const awaitable = ['open'];
  for (const [place, one] of drafts.entries()) {
    const name = stepName(place);
    const pays = place === paying;
    const optional = isOptional(one, pays);
    const step: WrittenStep = {
      in: serviceName(one.service),
      after: causesIn(one, awaitable, steps),
      ...(pays ? { role: 'takes-money' } : {}),
      ...(optional ? { optional } : {}),
      ...(one.declines ? { may: 'decline' } : {}),
      ...(one.undo || pays ? { undo: { step: `undo-${name}` } } : {}),
    };
    steps[name] = step;
    if (!optional) awaitable.push(name);
  }
  steps['tell'] = { in: serviceName(tellingService), after: unawaited(awaitable, steps), role: 'tells' };
  steps['settle'] = {
    in: serviceName(0),
    after: some(awaitable, settling),
    role: 'puts-in-force',
    undo: { step: 'cancel' },
  };
  const names = Object.keys(steps).toSorted(
    (a, b) => order[Object.keys(steps).indexOf(a)]! - order[Object.keys(steps).indexOf(b)]!,
  );
  return {
    title: 'a workflow made at random',
    services: Object.fromEntries(
      [...new Set(Object.values(steps).map((step) => step.in))].map((name) => [
        name,
        { work: { medianMs: 0, p99Ms: 0 } },
      ]),
    ),
    steps: Object.fromEntries(names.map((name) => [name, steps[name]!])),
  };
};

/**
 * Any workflow without circles: chains, fan-outs, fan-ins and all between, with and without money, undoing, steps that may
 * decline and steps that nobody waits for; its steps written in any order.
 */
export const anyWorkflow: fc.Arbitrary<Workflow> = plan.map((one) =>
  completeWorkflow('random', written(one)),
);
