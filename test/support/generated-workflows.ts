import fc from 'fast-check';
import { completeWorkflow, type WrittenStep } from '../../src/workflow/complete.ts';
import type { Workflow } from '../../src/workflow/definition.ts';

/** What is drawn of one step between the opening and the telling. */
interface Drawn {
  readonly service: number;
  readonly causes: readonly number[];
  readonly undo: boolean;
  readonly decline: boolean;
  readonly optional: boolean;
}

const drawn = fc.record<Drawn>({
  service: fc.nat(3),
  causes: fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 3 }),
  undo: fc.boolean(),
  decline: fc.boolean(),
  optional: fc.boolean(),
});

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, place) => `step${place}`);

/** Builds the steps of a valid workflow from what was drawn. */
const stepsFrom = (
  all: readonly Drawn[],
  paying: number | null,
  settledAfter: number,
): Readonly<Record<string, WrittenStep>> => {
  const known = ['open', ...names(all.length)];
  /** Of the steps before it, itself left out; the opening one where nothing else comes before. */
  const causesOf = ({ causes }: Drawn, place: number): readonly string[] => [
    ...new Set(causes.map((cause) => known[cause % (place + 1)] ?? 'open')),
  ];
  const optional = new Set<string>();
  for (const [place, step] of all.entries()) {
    const name = `step${place}`;
    const isAwaited = all.some((other, at) => at > place && causesOf(other, at).includes(name));
    if (step.optional && !isAwaited && place !== paying) optional.add(name);
  }
  const required = known.filter((name) => !optional.has(name));
  const middle = all.map((step, place): [string, WrittenStep] => {
    const name = `step${place}`;
    const isOptional = optional.has(name);
    // Nothing may come after an optional step, so that those that would wait for one wait for the opening.
    const after = causesOf(step, place).filter((cause) => !optional.has(cause));
    return [
      name,
      {
        in: `service${step.service}`,
        after: after.length === 0 ? ['open'] : after,
        optional: isOptional,
        ...(place === paying ? { role: 'takes-money' as const } : {}),
        ...(!isOptional && (step.undo || place === paying) ? { undo: { step: `undo-${name}` } } : {}),
        ...(!isOptional && step.decline ? { may: 'decline' as const } : {}),
      },
    ];
  });
  return {
    open: { in: 'front', role: 'opens' },
    ...Object.fromEntries(middle),
    settle: {
      in: 'front',
      after: [required[settledAfter % required.length] ?? 'open'],
      role: 'puts-in-force',
      undo: { step: 'cancel' },
    },
    tell: { in: 'teller', after: required, role: 'tells' },
  };
};

const work = { medianMs: 0, p99Ms: 0 };

/** Random acyclic workflows: chains, fan-outs, fan-ins, with and without money, with steps that are undone, decline or are optional. */
export const anyWorkflow: fc.Arbitrary<Workflow> = fc
  .record({
    all: fc.array(drawn, { maxLength: 6 }),
    paying: fc.option(fc.nat(5)),
    settledAfter: fc.nat(6),
  })
  .map(({ all, paying, settledAfter }) => {
    const pays = paying === null || paying >= all.length ? null : paying;
    const steps = stepsFrom(all, pays, settledAfter);
    const services = [...new Set(Object.values(steps).map(({ in: service }) => service))];
    return completeWorkflow('generated', {
      title: 'generated',
      services: Object.fromEntries(services.map((name) => [name, { work }])),
      steps,
    });
  });
