/** A step that could not be done. `status` is what a call answers; a message is tried again instead. */
export class StepFailure extends Error {
  /** Tells it from other errors also where a style from outside has loaded this class a second time. */
  readonly isStepFailure = true;
  readonly status: number;
  /** Whoever asks again sooner is refused again, ms; undefined when nothing is known. */
  readonly retryAfterMs: number | undefined;
  constructor(message: string, status: number, options?: ErrorOptions, retryAfterMs?: number) {
    super(message, options);
    this.name = 'StepFailure';
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The status of a step that failed; null for any other error. */
export const failureStatusOf = (error: unknown): number | null =>
  error instanceof Error && 'isStepFailure' in error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : null;

/** How long to wait before the step is tried again, ms; 0 where the failure says nothing of it. */
export const retryAfterOf = (error: unknown): number =>
  error instanceof Error &&
  'isStepFailure' in error &&
  'retryAfterMs' in error &&
  typeof error.retryAfterMs === 'number'
    ? error.retryAfterMs
    : 0;
