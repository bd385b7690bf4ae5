import type { Replayed, ReplayStart } from '../replay/protocol.ts';
import { EnvironmentError } from '../shared/errors.ts';
import type { Site } from '../sites/site.ts';
import { endOfLog } from './end-of-log.ts';

/** Far longer than a log of a round takes. */
const patienceMs = 60_000;

/** Lets a process that was not there build its read model from the log. */
export const replayLog = async (
  site: Site,
  { url, log, states }: Omit<ReplayStart, 'type'>,
  logFd: number,
): Promise<Replayed> => {
  await using child = site.launch('replay', { logFd });
  const replayed = new Promise<Replayed>((resolve) => {
    child.onMessage(resolve);
  });
  const died = child.exited.then(() => {
    throw new EnvironmentError(`the replay of the event log ended before its time${endOfLog(logFd)}`);
  });
  died.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new EnvironmentError(`the event log was not replayed within ${patienceMs / 1_000} s`)),
      patienceMs,
    );
  });
  child.send({ type: 'replay', url, log, states });
  return await Promise.race([replayed, died, late]).finally(() => clearTimeout(timer));
};
