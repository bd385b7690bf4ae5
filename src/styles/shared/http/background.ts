import { messageOf } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../style.ts';

/** Calls that nobody waits for: their failure fails nothing and is only written to the log. */
export interface BackgroundCalls {
  readonly begin: (call: () => Promise<unknown>) => void;
  /** Resolves when those that have begun are over. */
  readonly over: () => Promise<void>;
}

/** They count as owed, so that a round does not end before them. */
export const backgroundCalls = (self: ServiceContext): BackgroundCalls => {
  const open = new Set<Promise<void>>();
  self.gauges.owe('calls', () => open.size);
  return {
    begin: (call) => {
      const ended = call()
        .catch((error: unknown) => self.log(`a call that nobody waits for: ${messageOf(error)}`))
        .then(() => void open.delete(ended));
      open.add(ended);
    },
    over: async () => {
      await Promise.all(open);
    },
  };
};
