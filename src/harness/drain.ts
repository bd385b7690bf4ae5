import { setTimeout as delay } from 'node:timers/promises';
import type { Drained } from '../evidence/evidence.ts';
import type { Look } from '../evidence/look.ts';
import { nowMs } from '../shared/clock.ts';
import type { LoadProcess } from './load-process.ts';
import type { Sampler } from './sampling.ts';

/** Looks in a row that must find nothing to do: a message between two queues is in neither. */
const quietLooks = 3;

const isQuiet = ({ queued, owedMessages, owedCalls, inFlight }: Look): boolean =>
  queued === 0 && owedMessages === 0 && owedCalls === 0 && inFlight === 0;

/** Waits until the client waits for no answer and no service has anything left to do, or until the deadline, which may move. */
export const awaitDrain = async (
  load: Pick<LoadProcess, 'progress'>,
  sampler: Sampler,
  sampleEveryMs: number,
  deadlineMs: () => number,
): Promise<Drained> => {
  const from = sampler.looks.length;
  while (nowMs() < deadlineMs()) {
    const latest = sampler.looks.slice(Math.max(from, sampler.looks.length - quietLooks));
    const progress = load.progress();
    const answered = progress?.sentAll && progress.waiting === 0;
    if (answered && latest.length === quietLooks && latest.every(isQuiet)) {
      return { drained: true, quietSince: latest[0]?.at ?? null };
    }
    await delay(sampleEveryMs / 2);
  }
  return { drained: false, quietSince: null };
};
