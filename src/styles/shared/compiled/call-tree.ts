import { ancestorsOf, type Workflow, type WorkflowStep } from '../../../workflow/definition.ts';

/** A step as its caller calls it: after which of the caller's other calls, by their places. */
export interface CalledStep {
  readonly step: WorkflowStep;
  readonly after: readonly number[];
}

/** What each step's service calls when the step is done, by the name of the step. */
export type CallTree = ReadonlyMap<string, readonly CalledStep[]>;

/** The steps that are called: whoever opens puts in force by itself, when all calls have come back. */
const calledSteps = ({ steps }: Workflow): readonly WorkflowStep[] =>
  steps.filter(({ role }) => role !== 'puts-in-force');

/**
 * Who calls whom in a chain of calls: a step is called by the last step through which every way to it leads (its immediate
 * dominator; Lengauer and Tarjan 1979), so that a step which waits for several branches is called once, by where they began.
 */
export const callTreeOf = (workflow: Workflow): CallTree => {
  const called = calledSteps(workflow);
  // Steps come behind those that they wait for, so the dominators of all causes are known.
  const dominators = new Map<string, readonly string[]>();
  for (const { name, after } of called) {
    const [first = [], ...others] = after.map((cause) => [...(dominators.get(cause) ?? []), cause]);
    dominators.set(
      name,
      first.filter((one) => others.every((other) => other.includes(one))),
    );
  }
  const callerOf = (name: string): string | undefined => dominators.get(name)?.at(-1);
  const below = (caller: string): readonly WorkflowStep[] =>
    called.filter(({ name }) => callerOf(name) === caller);
  return new Map(
    called.map(({ name: caller }) => {
      const calls = below(caller);
      /** The call whose branch holds a step. */
      const placeOf = (name: string): number =>
        calls.findIndex((call) => call.name === name || dominators.get(name)?.includes(call.name));
      return [
        caller,
        calls.map((step) => {
          const causes = step.after.filter((cause) => ancestorsOf(workflow, cause).has(caller));
          return { step, after: [...new Set(causes.map(placeOf))].toSorted((a, b) => a - b) };
        }),
      ];
    }),
  );
};
