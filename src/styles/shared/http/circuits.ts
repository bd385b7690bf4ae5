import { nowMs } from '../../../shared/clock.ts';
import { StepFailure } from '../../../workflow/step-failure.ts';
import type { ProcessRole, ServiceContext } from '../../style.ts';
import { type Circuit, createCircuit, type Passage } from './circuit.ts';
import type { CallPolicies } from './policies.ts';

/** The caller's own time is over: it says nothing of the callee, is not tried again, and its own caller gets a 504. */
export class DeadlinePassed extends StepFailure {
  constructor(options?: ErrorOptions) {
    super('the deadline of the caller has passed', 504, options);
    this.name = 'DeadlinePassed';
  }
}

/** One call's way through the circuits of a role's instances, by their base URLs; `end` tells each what the call saw of its instance. */
export interface Way {
  /** Whether a try may go to this instance now. */
  readonly opens: (instance: string) => boolean;
  /** Tries an instance that `opens`, and notes how it went. */
  readonly through: <T>(instance: string, attempt: () => Promise<T>) => Promise<T>;
  readonly end: () => void;
}

const alwaysClosed: Circuit = { enter: () => ({ isPassable: () => true, end: () => undefined }) };

const circuitFor = (self: ServiceContext<CallPolicies>, role: ProcessRole): Circuit => {
  const { breakerThreshold, breakerWindowMs, breakerMinimumPerSecond, breakerHalfOpenMs } = self.policies;
  let openedAt: number | null = null;
  let openMs = 0;
  let endSpan = (): void => undefined;
  // Read at each sample, so that it is also true of a circuit that is still open when the round ends.
  self.gauges.total(`http.circuit.openMs.${role}`, () =>
    Math.round(openMs + (openedAt === null ? 0 : nowMs() - openedAt)),
  );
  return createCircuit({
    threshold: breakerThreshold,
    windowMs: breakerWindowMs,
    minimumPerSecond: breakerMinimumPerSecond,
    halfOpenMs: breakerHalfOpenMs,
    now: nowMs,
    opened: () => {
      openedAt = nowMs();
      self.gauges.count(`http.circuit.openings.${role}`);
      endSpan = self.gauges.span(`circuit:${role}`);
    },
    closed: () => {
      openMs += nowMs() - (openedAt ?? nowMs());
      openedAt = null;
      endSpan();
    },
  });
};

/**
 * A circuit for each instance of a role: a broken one takes none of its neighbours out of service. With `breakerCounts: calls`
 * an instance learns of a call when the call has ended, and failed tries of a call that it answered in the end are forgiven:
 * a time-out that the retry repaired is no sign of a broken service. With `tries` every try counts as soon as it has ended.
 */
export const circuitsOf = (self: ServiceContext<CallPolicies>, role: ProcessRole): (() => Way) => {
  const { breaker, breakerCounts } = self.policies;
  const circuits = new Map<string, Circuit>();
  const circuitAt = (instance: string): Circuit => {
    const known = circuits.get(instance);
    if (known !== undefined) return known;
    const circuit = breaker === 'none' ? alwaysClosed : circuitFor(self, role);
    circuits.set(instance, circuit);
    return circuit;
  };

  return () => {
    const visits = new Map<string, { readonly passage: Passage; failedTries: number; answered: boolean }>();
    const leave = (instance: string): void => {
      const visit = visits.get(instance);
      visits.delete(instance);
      visit?.passage.end({ ...visit, failedTries: visit.answered ? 0 : visit.failedTries });
    };
    return {
      opens: (instance) => {
        const visit = visits.get(instance);
        if (visit !== undefined) return visit.passage.isPassable();
        const passage = circuitAt(instance).enter();
        if (passage !== null) visits.set(instance, { passage, failedTries: 0, answered: false });
        return passage !== null;
      },
      through: async (instance, attempt) => {
        const visit = visits.get(instance);
        try {
          const answer = await attempt();
          if (visit) visit.answered = true;
          return answer;
        } catch (error) {
          if (visit && !(error instanceof DeadlinePassed)) visit.failedTries += 1;
          throw error;
        } finally {
          if (breakerCounts === 'tries') leave(instance);
        }
      },
      end: () => {
        for (const instance of visits.keys()) leave(instance);
      },
    };
  };
};
