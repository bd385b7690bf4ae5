import type { FaultSpec } from '../faults/fault.ts';

/** When one fault of a scenario is to act; times count from the end of the warm-up. */
export interface PlannedInjection {
  readonly atMs: number;
  /** From the injection until the target has recovered. */
  readonly forMs: number;
  /** The clearing begins this long before the target is to have recovered. */
  readonly leadMs: number;
  /** Places, in the plan, of those that the scenario has over by then; it waits until they have recovered. */
  readonly follows: readonly number[];
}

/** The first fault that would begin when the load is over, because those before it take longer than the scenario says; null if none. */
export const beyondTheLoad = (
  specs: readonly FaultSpec[],
  plan: readonly PlannedInjection[],
  loadMs: number,
): { readonly spec: FaultSpec; readonly atMs: number } | null => {
  for (const [place, { atMs }] of plan.entries()) {
    const spec = specs[place];
    if (spec !== undefined && atMs >= loadMs) return { spec, atMs };
  }
  return null;
};

/** A broker boots more slowly under load than at rest; planned with so many times what was measured there. */
const underLoad = 2;

/** Whether clearing it means that the broker starts anew. */
export const restartsBroker = ({ target, acts }: FaultSpec): boolean =>
  target.kind === 'broker' && acts.restarts;

/**
 * The same for every contestant of a run, in the order of `specs`. An outage of the broker lasts until it takes connections again, so its restart
 * begins sooner; one that is shorter than the broker can be is as long as the broker needs. What the scenario has after another waits for it.
 * @param bootMs how long the broker took to come back at rest; 0 where it need not.
 */
export const planInjections = (specs: readonly FaultSpec[], bootMs: number): readonly PlannedInjection[] => {
  const leadMs = Math.ceil((underLoad * bootMs) / 100) * 100;
  const plan = new Map<FaultSpec, PlannedInjection>();
  for (const spec of specs.toSorted((a, b) => a.atMs - b.atMs)) {
    const earlier = specs.filter((other) => other !== spec && other.atMs + other.forMs <= spec.atMs);
    const ends = earlier.map((other) => plan.get(other)).map((one) => (one ? one.atMs + one.forMs : 0));
    const lead = restartsBroker(spec) ? leadMs : 0;
    plan.set(spec, {
      atMs: Math.max(spec.atMs, ...ends),
      forMs: Math.max(spec.forMs, lead),
      leadMs: lead,
      follows: earlier.map((other) => specs.indexOf(other)),
    });
  }
  return specs.flatMap((spec) => plan.get(spec) ?? []);
};
