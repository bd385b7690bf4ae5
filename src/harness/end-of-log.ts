import { fstatSync, readSync } from 'node:fs';
import { redact } from '../shared/redact.ts';

const mostCharacters = 1_500;
/** Read before it, so that a secret which begins there is known as one. */
const marginBytes = 8_192;

/** The end of a log without secrets; '' when nothing was written. The log must be readable. */
export const lastLines = (logFd: number): string => {
  const { size } = fstatSync(logFd);
  const from = Math.max(0, size - mostCharacters - marginBytes);
  const bytes = Buffer.alloc(size - from);
  readSync(logFd, bytes, 0, bytes.length, from);
  return redact(bytes.toString('utf8')).slice(-mostCharacters).trim();
};

/** The end of the log that a process wrote, for the message about its end. */
export const endOfLog = (logFd: number): string => {
  const text = lastLines(logFd);
  return text === '' ? '' : `; its log ends with:\n${text}`;
};
