import type { RepeatableCall, StepCall, StepHandler, StepResult } from '../workflow/order.ts';

export interface RepeatsOptions {
  /** Works on a call in a worker slot, behind the faults in force. */
  readonly work: StepHandler;
  /** What the store holds of an earlier call that did the same; null when nothing is held. */
  readonly recall: (call: RepeatableCall) => StepResult | null;
  /** Whether a call is answered by what an earlier one left; a step that must look again each time is not. */
  readonly isRemembered: (step: string) => boolean;
  readonly count: (name: 'work.repeatsAnswered' | 'work.repeatsAwaited') => void;
}

/** Steps whose repeated calls cost no second working. */
export interface Repeats {
  readonly step: StepHandler;
  /** Whether a call would need a worker slot now: its step is neither done nor being worked on in this process. */
  readonly needsSlot: (call: RepeatableCall) => boolean;
}

/**
 * A repeated call (a retry, a second message, a message delivered again) is answered at once when its step is done. While this
 * process works on the step, the repeated call waits for that working; when the working fails, one of those that wait works on
 * the step itself and the others wait for it. Other processes of the service share the record only, as competing consumers do.
 */
export const answerRepeats = ({ work, recall, isRemembered, count }: RepeatsOptions): Repeats => {
  /** Calls with the same key do one thing together; null for a call that must be worked on each time. */
  const keyOf = ({ step, order, once, notice }: RepeatableCall): string | null =>
    once && isRemembered(step) ? `${step}:${notice ?? ''}:${order.requestId}` : null;
  const working = new Map<string, Promise<StepResult>>();

  const workOn = async (key: string, call: StepCall): Promise<StepResult> => {
    const mine = work(call);
    working.set(key, mine);
    try {
      return await mine;
    } finally {
      working.delete(key);
    }
  };

  const step: StepHandler = async (call) => {
    const key = keyOf(call);
    if (key === null) return work(call);
    for (let awaited = false; ; awaited = true) {
      const known = recall(call);
      if (known !== null) {
        count(awaited ? 'work.repeatsAwaited' : 'work.repeatsAnswered');
        return known;
      }
      const current = working.get(key);
      if (current === undefined) return workOn(key, call);
      await current.catch(() => undefined);
    }
  };

  return {
    step,
    needsSlot: (call) => {
      const key = keyOf(call);
      return key === null || (!working.has(key) && recall(call) === null);
    },
  };
};
