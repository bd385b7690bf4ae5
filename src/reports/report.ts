import type { RunResult } from '../result/run.ts';

/** A format: a result in, a text out, no I/O. `file` is its name in the run's folder; null goes to the terminal. */
export interface Report {
  readonly name: string;
  readonly file: string | null;
  readonly render: (result: RunResult) => string;
}

/** A file of a run's folder. */
export interface TextFile {
  readonly file: string;
  readonly text: string;
}

/** A format of several files, whose names depend on the result. */
export interface FolderReport {
  readonly name: string;
  readonly files: (result: RunResult) => readonly TextFile[];
}
