// Mutated scenarios through everything that happens before a run: none may throw anything but a UsageError, none may take
// over two seconds, and every message must be short and in plain words.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const folder = fileURLToPath(new URL('../../scenarios', import.meta.url));
const slowestMs = 2_000;
/** A case that has not ended by then never does, as far as anybody who waits for it can tell. */
const givenUpMs = 15_000;
/** Loading the program on a busy machine; it is no case's time. */
const startMs = 120_000;
/** What one case may take; more ends the thread, and the case is to blame. */
const memoryMb = 512;

const scenarioTexts = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

const failed = ({ said, ms }) => {
  if (said !== 'read' && said !== 'refused') return said;
  return ms > slowestMs ? `hang: ${Math.round(ms)} ms` : null;
};

/** Runs cases from `from` on until all are done, one hangs or dies, or the time is up. Resolves with the next case. */
const work = (data, { deadline, ended, again }) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./scenarios-worker.mjs', import.meta.url), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    let current = null;
    let timer = null;
    let left = false;
    const leave = (next) => {
      left = true;
      clearTimeout(timer);
      void worker.terminate().then(() => resolve(next));
    };
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        // A machine that stood still comes back; what hangs, hangs again.
        if (!again.has(current.index)) {
          again.add(current.index);
          leave(current.index);
          return;
        }
        ended({ ...current, said: `hang: stopped after ${givenUpMs} ms, twice`, ms: givenUpMs });
        leave(current.index + 1);
      }, givenUpMs);
    };
    timer = setTimeout(() => {
      left = true;
      void worker.terminate().then(() => reject(new Error(`no case began within ${startMs} ms`)));
    }, startMs);
    worker.on('message', (message) => {
      // What the thread had said before it was stopped is counted with the next thread.
      if (left) return;
      current = message;
      watch();
      if (message.began) return;
      ended(message);
      if (message.index + 1 >= data.count || Date.now() >= deadline) leave(message.index + 1);
    });
    worker.on('error', (error) => {
      clearTimeout(timer);
      if (left) return;
      left = true;
      // Before the first case it is no case's fault.
      if (current === null) {
        reject(error);
        return;
      }
      // Out of memory beyond what could be caught: the case that ran is to blame, or the making of the next.
      const index = current.began ? current.index : current.index + 1;
      ended({ index, kind: current.kind, said: `died: ${error.message}`, ms: 0 });
      resolve(index + 1);
    });
  });

export const scenarios = {
  name: 'scenarios',
  full: 24_000,
  small: 300,
  /** `deadline`: ms since 1970. `tried` is less than `count` only when the time was up. */
  run: async ({ count, seed, deadline = Number.POSITIVE_INFINITY }) => {
    const failures = [];
    const kinds = { read: 0, refused: 0 };
    const again = new Set();
    let tried = 0;
    let slowest = 0;
    const ended = (one) => {
      tried += 1;
      slowest = Math.max(slowest, one.ms);
      if (one.said in kinds) kinds[one.said] += 1;
      const why = failed(one);
      if (why !== null) failures.push({ case: `${one.index} (${one.kind})`, why });
    };
    const data = { texts: scenarioTexts(), count, seed };
    for (let from = 0; from < count && Date.now() < deadline; )
      from = await work({ ...data, from }, { deadline, ended, again });
    const detail = `${kinds.read} taken, ${kinds.refused} refused, the slowest in ${Math.round(slowest)} ms`;
    // It writes nothing and starts no process, so nothing can stay behind.
    return { tried, survived: tried - failures.length, leftBehind: 0, failures, detail };
  },
};
