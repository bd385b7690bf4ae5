import { logUpdateStderr as logUpdate } from 'log-update';
import type { RunListener } from '../harness/progress.ts';

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(0)} s`;

/** Progress on stderr: one line that renews itself on a terminal, a line per phase elsewhere. */
export const progressLine = (): RunListener & { readonly done: () => void } => {
  const alive = process.stderr.isTTY && process.env['NO_COLOR'] === undefined;
  /** Of each contestant, for several may be up at the same time. */
  const last = new Map<string, string>();
  return {
    progress: ({
      scenario,
      contestant,
      round,
      rounds,
      phase,
      elapsedMs,
      remainingMs,
      completed,
      failed,
      sent,
    }) => {
      const head = `${scenario} · round ${round}/${rounds} · ${contestant} · ${phase}`;
      if (alive) {
        const counts = `sent ${sent} · completed ${completed} · failed ${failed}`;
        logUpdate(`${head} · ${seconds(elapsedMs)} elapsed, about ${seconds(remainingMs)} left · ${counts}`);
      } else if (head !== last.get(contestant)) {
        process.stderr.write(`${head} · ${seconds(elapsedMs)} elapsed, about ${seconds(remainingMs)} left\n`);
      }
      last.set(contestant, head);
    },
    roundDone: ({ contestant, round, outcomes, valid, invalidReasons }) => {
      const { sent, completed, failed, lost } = outcomes;
      const doubt = valid ? '' : ` · INVALID: ${invalidReasons.join('; ')}`;
      if (alive) logUpdate.clear();
      process.stderr.write(
        `  round ${round} ${contestant}: sent ${sent}, completed ${completed}, failed ${failed}, lost ${lost}${doubt}\n`,
      );
    },
    log: (line) => {
      if (alive) logUpdate.clear();
      process.stderr.write(`${line}\n`);
    },
    done: () => {
      if (alive) logUpdate.done();
    },
  };
};
