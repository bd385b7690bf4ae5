// Damaged results through every reader: none may throw anything but a TandemError, and none may take over two seconds.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const published = fileURLToPath(new URL('../../results/published', import.meta.url));
const slowestMs = 2_000;
/** A case that has not ended by then never does, as far as anybody who waits for it can tell. */
const givenUpMs = 15_000;

const sourcesIn = (folder) =>
  readdirSync(folder)
    .map((name) => join(folder, name, 'result.json'))
    .filter((file) => existsSync(file));

const failed = ({ said, ms }) => {
  if (said !== 'read' && said !== 'refused') return said;
  return ms > slowestMs ? `hang: ${Math.round(ms)} ms` : null;
};

/** Runs cases from `from` on until all are done, one hangs, or the time is up. Resolves with the next case. */
const work = (data, { deadline, ended }) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./results-worker.mjs', import.meta.url), { workerData: data });
    let current = { index: data.from, kind: 'the start' };
    let timer = null;
    const leave = (next) => {
      clearTimeout(timer);
      void worker.terminate().then(() => resolve(next));
    };
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        ended({ ...current, said: `hang: stopped after ${givenUpMs} ms`, ms: givenUpMs });
        leave(current.index + 1);
      }, givenUpMs);
    };
    watch();
    worker.on('message', (message) => {
      current = message;
      watch();
      if (message.began) return;
      ended(message);
      if (message.index + 1 >= data.count || Date.now() >= deadline) leave(message.index + 1);
    });
    worker.on('error', (error) => {
      clearTimeout(timer);
      // Out of memory or out of stack beyond what could be caught: the case that ran is to blame.
      if (current.began !== true) reject(error);
      else {
        ended({ ...current, said: `died: ${error.message}`, ms: 0 });
        resolve(current.index + 1);
      }
    });
  });

export const results = {
  name: 'results',
  full: 2_000,
  small: 100,
  /** `deadline`: ms since 1970. `tried` is less than `count` only when the time was up. */
  run: async ({ count, seed, deadline = Number.POSITIVE_INFINITY }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-torture-'));
    const failures = [];
    let tried = 0;
    const ended = (one) => {
      tried += 1;
      const why = failed(one);
      if (why !== null) failures.push({ case: `${one.index} (${one.kind})`, why });
    };
    try {
      const data = { sources: sourcesIn(published), folder, count, seed };
      for (let from = 0; from < count && Date.now() < deadline; )
        from = await work({ ...data, from }, { deadline, ended });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return { tried, survived: tried - failures.length, leftBehind: existsSync(folder) ? 1 : 0, failures };
  },
};
