/** Exit codes of the command line; the design's table says what each promises. */
export const exitCodes = {
  pass: 0,
  budgetFailed: 1,
  usage: 2,
  invalid: 3,
  environment: 4,
  interrupted: 130,
} as const;

/** An error whose message is written for the person at the terminal: what happened, where, what to do next. */
export class TandemError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TandemError';
    this.exitCode = exitCode;
  }
}

/** The command line or a scenario is wrong (exit 2). */
export class UsageError extends TandemError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, exitCodes.usage, options);
    this.name = 'UsageError';
  }
}

/** The machine lacks something: a broker, a port, disk space (exit 4). */
export class EnvironmentError extends TandemError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, exitCodes.environment, options);
    this.name = 'EnvironmentError';
  }
}

/** The text of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The code of an error of the system or of a library, for instance `ENOENT`; undefined for what has none. */
export const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
