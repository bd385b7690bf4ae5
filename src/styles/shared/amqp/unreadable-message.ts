/** A message that no further delivery would make readable: not ours, or of another version. */
export class UnreadableMessage extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreadableMessage';
  }
}
