import { dirname, resolve } from 'node:path';
import { parseTrace, played, TraceError } from '../load/trace.ts';
import { clip } from '../shared/clip.ts';
import type { ScenarioDocument } from './document.ts';
import type { Problem } from './problem.ts';
import type { Load } from './scenario.ts';
import type { TraceText } from './trace-file.ts';

/** What a scenario says of its trace. */
export interface WrittenTrace {
  readonly file: string;
  readonly speed: number;
  readonly loop: boolean;
}

/** How a trace file is read; gives what is wrong where it cannot be. */
export type TraceReader = (path: string) => TraceText | { readonly problem: string };

interface Read {
  readonly trace: NonNullable<Load['trace']>;
  readonly lengthMs: number;
}

/** Reads the trace of a load as it will be played; `durationMs` cuts it, and is how long it loops. */
export const readTrace = (
  written: WrittenTrace,
  durationMs: number | undefined,
  {
    document,
    file,
    reader,
  }: { readonly document: ScenarioDocument; readonly file: string; readonly reader: TraceReader },
): Read | Problem => {
  const named = ['load', 'trace', 'file'];
  const at = document.valueAt(named) === undefined ? ['load', 'trace'] : named;
  const { speed, loop } = written;
  if (loop && durationMs === undefined)
    return document.at(
      ['load', 'trace'],
      'a trace that loops has no end of its own; give the load a `duration`',
    );
  const found = reader(resolve(dirname(file), written.file));
  if ('problem' in found) return document.at(at, `the trace cannot be read: ${clip(found.problem, 160)}`);
  try {
    const parsed = parseTrace(found.text);
    if (loop && parsed.dueAt.at(-1) === 0)
      return document.at(
        at,
        'a trace whose arrivals all come at one moment cannot loop: nothing says how often it comes again',
      );
    const lengthMs = durationMs ?? Math.ceil(parsed.lengthMs / speed);
    const dueAt = played(parsed, speed, loop, lengthMs);
    return { trace: { file: written.file, hash: found.hash, speed, loop, dueAt }, lengthMs };
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    return document.at(at, `${clip(written.file, 80)}:${error.line}: ${clip(error.message, 160)}`);
  }
};
