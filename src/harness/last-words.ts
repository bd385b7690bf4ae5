import { fstatSync, readSync } from 'node:fs';

const mostBytes = 1_500;

/** The end of a log; '' when nothing was written. The log must be readable. */
export const lastLines = (logFd: number): string => {
  const { size } = fstatSync(logFd);
  const from = Math.max(0, size - mostBytes);
  const bytes = Buffer.alloc(size - from);
  readSync(logFd, bytes, 0, bytes.length, from);
  return bytes.toString('utf8').trim();
};

/** The end of the log that a process wrote, for the message about its end. */
export const lastWords = (logFd: number): string => {
  const text = lastLines(logFd);
  return text === '' ? '' : `; its log ends with:\n${text}`;
};
