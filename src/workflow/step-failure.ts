/** A step that could not be done. `status` is what a call answers; a message is tried again instead. */
export class StepFailure extends Error {
  /** Tells it from other errors also where a style from outside has loaded this class a second time. */
  readonly isStepFailure = true;
  readonly status: number;
  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StepFailure';
    this.status = status;
  }
}

/** The status of a step that failed; null for any other error. */
export const failureStatusOf = (error: unknown): number | null =>
  error instanceof Error && 'isStepFailure' in error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : null;
