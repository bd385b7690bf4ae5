import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { messageOf } from '../shared/errors.ts';
import { limits } from '../shared/limits.ts';

/** The text of a trace, and a short hash by which two runs of the same trace are known. */
export interface TraceText {
  readonly text: string;
  readonly hash: string;
}

/** Reads a trace, unpacked where its name ends in `.gz`. Gives what is wrong where it cannot be read. */
export const readTraceText = (path: string): TraceText | { readonly problem: string } => {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return { problem: 'it is no regular file' };
    if (stats.size > limits.traceBytes) return { problem: `longer than ${limits.traceBytes / 2 ** 20} MB` };
    const bytes = readFileSync(path);
    const unpacked = path.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: limits.traceBytes }) : bytes;
    if (unpacked.length > limits.traceBytes)
      return { problem: `longer than ${limits.traceBytes / 2 ** 20} MB` };
    return {
      text: unpacked.toString('utf8'),
      hash: createHash('sha256').update(unpacked).digest('hex').slice(0, 12),
    };
  } catch (error) {
    return { problem: messageOf(error) };
  }
};
