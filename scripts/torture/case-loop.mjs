// The side of the thread that works through cases; the other is work.mjs.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

/** What is slower is tried again: it may have been the compiler or the collector of garbage. */
const slowMs = 1_000;

/** CPU time of this thread, ms; where the system does not tell, that of the process, whose other threads wait. */
const threadMs = () => {
  if (process.platform === 'linux')
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const timed = (exercise) => {
  const started = threadMs();
  let said;
  try {
    said = exercise();
  } catch (error) {
    said = `thrown: ${error instanceof Error ? error.stack : String(error)}`;
  }
  return { said, ms: threadMs() - started };
};

/** Makes and exercises every case that the thread was given, and tells of each. `caseOf` gives its kind and what to do. */
export const workOn = (caseOf) => {
  for (let index = workerData.from; index < workerData.count; index += 1) {
    parentPort.postMessage({ index, kind: 'being made', began: true });
    const { kind, exercise } = caseOf(index);
    parentPort.postMessage({ index, kind, began: true });
    const first = timed(exercise);
    const again = first.ms > slowMs ? timed(exercise) : first;
    parentPort.postMessage({ index, kind, said: first.said, ms: Math.min(first.ms, again.ms) });
  }
};
