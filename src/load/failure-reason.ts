import { codeOf } from '../shared/errors.ts';

/** A short name of why no answer came, for instance `ECONNREFUSED` or `UND_ERR_SOCKET`. */
export const failureReason = (error: unknown): string => {
  const code = codeOf(error);
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : 'unknown';
};
