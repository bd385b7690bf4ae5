import type { FaultSpec } from '../faults/fault.ts';
import { faults } from '../faults/index.ts';
import { nowMs } from '../shared/clock.ts';
import { seededRandom } from '../shared/random.ts';
import type { StepHandler } from '../workflow/order.ts';

/** The faults in force in this process, wrapped around the step in the order in which they struck. */
export interface FaultLayer {
  readonly handler: StepHandler;
  readonly strike: (spec: FaultSpec) => number;
  readonly lift: (id: string) => { readonly at: number; readonly bites: number };
}

export const createFaultLayer = (inner: StepHandler, instance: string, seed: number): FaultLayer => {
  const active = new Map<
    string,
    { readonly spec: FaultSpec; readonly wrap: (next: StepHandler) => StepHandler }
  >();
  const bites = new Map<string, number>();
  let current = inner;

  const rewrap = (): void => {
    current = [...active.values()].reduce((next, { wrap }) => wrap(next), inner);
  };

  return {
    handler: (call) => current(call),
    strike: (spec) => {
      const fault = faults.get(spec.type);
      if (fault?.wrap === undefined) throw new Error(`the fault ${spec.type} does not act inside a service`);
      const tools = {
        instance,
        random: seededRandom(seed, spec.id, instance),
        bite: () => void bites.set(spec.id, (bites.get(spec.id) ?? 0) + 1),
      };
      const { wrap } = fault;
      active.set(spec.id, { spec, wrap: (next) => wrap(next, spec.settings as never, tools) });
      rewrap();
      return nowMs();
    },
    lift: (id) => {
      active.delete(id);
      rewrap();
      return { at: nowMs(), bites: bites.get(id) ?? 0 };
    },
  };
};
