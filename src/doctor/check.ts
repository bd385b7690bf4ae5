/** `fail` of a required check means that scenarios cannot run here. */
export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly required: boolean;
  readonly detail: string;
  /** What to do about it, any one of them; empty when all is well. */
  readonly remedies: readonly string[];
}

export const required = (name: string, ok: boolean, detail: string, remedies: readonly string[]): Check => ({
  name,
  status: ok ? 'ok' : 'fail',
  required: true,
  detail,
  remedies: ok ? [] : remedies,
});

export const advised = (name: string, ok: boolean, detail: string, remedy: string): Check => ({
  name,
  status: ok ? 'ok' : 'warn',
  required: false,
  detail,
  remedies: ok ? [] : [remedy],
});

const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;

/** The checks for people: one line each, what to do about it below. */
export const renderChecks = (checks: readonly Check[]): string => {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .flatMap(({ name, status, detail, remedies }) => [
      `${marks[status]}  ${name.padEnd(width)}  ${detail}`,
      ...remedies.map((remedy) => `${' '.repeat(width + 8)}- ${remedy}`),
    ])
    .join('\n');
};
