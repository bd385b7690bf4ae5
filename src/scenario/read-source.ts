import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { messageOf, UsageError } from '../shared/errors.ts';
import { limits } from '../shared/limits.ts';

/** At most so much of a file, and one byte more to see that there is more: a device never ends. */
const readBytes = (file: string): Buffer => {
  const stats = statSync(file);
  if (stats.isDirectory()) throw new UsageError(`${file}: is a folder; expected a scenario file`);
  // To open a pipe would wait for who writes into it.
  if (stats.isFIFO() || stats.isSocket()) throw new UsageError(`${file}: is no regular file`);
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(limits.fileBytes + 1);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(handle, bytes, length, bytes.length - length, null);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(handle);
  }
};

/** UTF-16 has a mark at its beginning, or a zero in every other byte of plain text. */
const isUtf16 = (bytes: Buffer): boolean => {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const start = bytes.subarray(0, 64);
  const zeros = start.filter((byte) => byte === 0).length;
  return start.length >= 4 && (first === 0 || second === 0) && zeros >= start.length / 3;
};

/**
 * The text of a scenario file, without a byte order mark. Throws a UsageError for what cannot be read, is too long or is
 * not UTF-8.
 */
export const readSource = (file: string): string => {
  let bytes: Buffer;
  try {
    bytes = readBytes(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${file}: cannot be read (${messageOf(error)}); \`tandem list\` shows the scenarios there are`,
    );
  }
  if (bytes.length > limits.fileBytes)
    throw new UsageError(`${file}:1:1: longer than ${limits.fileBytes / 1_024} kB; that is no scenario`);
  if (isUtf16(bytes)) throw new UsageError(`${file}:1:1: the file is UTF-16; save it as UTF-8`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${file}:${firstBadLine(bytes)}:1: the file is not UTF-8; save it as UTF-8`);
  }
};

/** Counted from 1. Bytes that are no UTF-8 become U+FFFD, which no scenario has of its own. */
const firstBadLine = (bytes: Buffer): number => {
  const [before = ''] = bytes.toString('utf8').split('\ufffd', 1);
  return before.split('\n').length;
};
