/** A step that could not be done. `status` is what a call answers; a message is tried again instead. */
export class StepFailure extends Error {
  readonly status: number;
  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StepFailure';
    this.status = status;
  }
}
