import { fstatSync, readSync } from 'node:fs';

const mostBytes = 1_500;

/** The end of a log that a process wrote, for the message about its end; '' when it wrote none. The log must be readable. */
export const lastWords = (logFd: number): string => {
  const { size } = fstatSync(logFd);
  const from = Math.max(0, size - mostBytes);
  const bytes = Buffer.alloc(size - from);
  readSync(logFd, bytes, 0, bytes.length, from);
  const text = bytes.toString('utf8').trim();
  return text === '' ? '' : `; its log ends with:\n${text}`;
};
