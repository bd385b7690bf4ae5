// Works through cases in a thread of its own, so that one that never ends can be told and stopped.
import { Worker } from 'node:worker_threads';

/** CPU time that one case may take; a busy machine is no fault of a case. */
const slowestMs = 2_000;
/** After this much CPU time, or this long without an answer, a case is stopped: it hangs. */
const givenUp = { cpuMs: 15_000, wallMs: 120_000 };
/** Loading the program on a busy machine; it is no case's time. */
const startMs = 120_000;
const lookEveryMs = 500;

const failed = ({ said, ms }) => {
  if (said !== 'read' && said !== 'refused') return said;
  return ms > slowestMs ? `hang: ${Math.round(ms)} ms of CPU time` : null;
};

/** Of the whole process, whose main thread only waits meanwhile. */
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Runs cases from `from` on until all are done, one hangs or dies, or the time is up. Resolves with the next case. */
const work = (script, data, { deadline, memoryMb, ended }) =>
  new Promise((resolve, reject) => {
    const resourceLimits = { maxOldGenerationSizeMb: memoryMb };
    const worker = new Worker(script, { workerData: data, resourceLimits });
    let current = null;
    let since = { cpuMs: cpuMs(), wallMs: performance.now() };
    let left = false;
    const leave = (then) => {
      left = true;
      clearInterval(looking);
      void worker.terminate().then(then);
    };
    const looking = setInterval(() => {
      const took = { cpuMs: cpuMs() - since.cpuMs, wallMs: performance.now() - since.wallMs };
      if (current === null) {
        if (took.wallMs > startMs) leave(() => reject(new Error(`no case began within ${startMs} ms`)));
        return;
      }
      if (took.cpuMs < givenUp.cpuMs && took.wallMs < givenUp.wallMs) return;
      const ms = Math.round(took.cpuMs);
      ended({ ...current, said: `hang: stopped after ${ms} ms of CPU time`, ms });
      leave(() => resolve(current.index + 1));
    }, lookEveryMs);
    worker.on('message', (message) => {
      // What the thread had said before it was stopped is counted with the next thread.
      if (left) return;
      current = message;
      since = { cpuMs: cpuMs(), wallMs: performance.now() };
      if (message.began) return;
      ended(message);
      if (message.index + 1 >= data.count || Date.now() >= deadline) leave(() => resolve(message.index + 1));
    });
    worker.on('error', (error) => {
      if (left) return;
      // Before the first case it is no case's fault.
      if (current === null) {
        leave(() => reject(error));
        return;
      }
      // Out of memory beyond what could be caught: the case that ran is to blame, or the making of the next.
      const index = current.began ? current.index : current.index + 1;
      ended({ index, kind: current.kind, said: `died: ${error.message}`, ms: 0 });
      leave(() => resolve(index + 1));
    });
  });

/**
 * Runs the cases of a thread's script (see case-loop.mjs) and reports on them. `data` goes to the script, with `count`; `deadline`:
 * ms since 1970; `memoryMb`: what one case may take, more ends the thread and the case is to blame.
 */
export const workThrough = async (script, { data, deadline, memoryMb }) => {
  const failures = [];
  const kinds = { read: 0, refused: 0 };
  let tried = 0;
  let slowest = { ms: 0, case: 'none' };
  const ended = (one) => {
    tried += 1;
    const name = `${one.index} (${one.kind})`;
    if (one.ms > slowest.ms) slowest = { ms: Math.round(one.ms), case: name };
    if (one.said in kinds) kinds[one.said] += 1;
    const why = failed(one);
    if (why !== null) failures.push({ case: name, why });
  };
  for (let from = 0; from < data.count && Date.now() < deadline; )
    from = await work(script, { ...data, from }, { deadline, memoryMb, ended });
  const detail = `${kinds.read} taken, ${kinds.refused} refused, the slowest in ${slowest.ms} ms`;
  return { tried, survived: tried - failures.length, failures, detail, slowest };
};
