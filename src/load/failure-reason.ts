/** A short name of why no answer came, for instance `ECONNREFUSED` or `UND_ERR_SOCKET`. */
export const failureReason = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  return typeof name === 'string' ? name : 'unknown';
};
