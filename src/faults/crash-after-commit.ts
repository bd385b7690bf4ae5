import { z } from 'zod';
import { defineFault } from './fault.ts';
import { share } from './settings.ts';

/**
 * SIGKILL by its own hand in the moment between the commit of a step and whatever should follow it, be it a publish, a
 * call or an answer. The kill comes in the very continuation that learns of the commit, so nothing of this step gets out.
 * The process starts again when the window ends.
 */
export const crashAfterCommit = defineFault({
  type: 'crash-after-commit',
  targets: ['service'],
  endsProcess: true,
  restarts: true,
  settings: z.strictObject({
    nth: z.int().min(1).default(1).describe('the first commit of the window that may be the last'),
    probability: share.prefault('100%').describe('chance of each commit from then on'),
  }),
  wrap: (next, { nth, probability }, { random }) => {
    let commits = 0;
    return async (call) => {
      const result = await next(call);
      if (!result.first) return result;
      commits += 1;
      // The process does not come back from this call, so it cannot count itself as affected; `inject` counts the processes that ended.
      if (commits >= nth && random() < probability) process.kill(process.pid, 'SIGKILL');
      return result;
    };
  },
  inject: (target) => {
    let ended = 0;
    return Promise.resolve({
      affected: () => ended,
      [Symbol.asyncDispose]: async () => {
        ended = target.ended();
        await target.restart();
      },
    });
  },
});
