import { messageOf } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../style.ts';

/**
 * Calls that nobody waits for: their failure fails nothing and is only written to the log. They count as owed, so that a
 * round does not end before them.
 */
export const backgroundCalls = (self: ServiceContext): ((call: () => Promise<unknown>) => void) => {
  let open = 0;
  self.gauges.owe('calls', () => open);
  return (call) => {
    open += 1;
    call()
      .catch((error: unknown) => self.log(`a call that nobody waits for: ${messageOf(error)}`))
      .finally(() => {
        open -= 1;
      });
  };
};
