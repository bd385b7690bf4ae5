import type { RunResult } from '../result/run.ts';

/** A format: a result in, a text out, no I/O. `file` is its name in the run's folder; null goes to the terminal. */
export interface Report {
  readonly name: string;
  readonly file: string | null;
  readonly render: (result: RunResult) => string;
}
