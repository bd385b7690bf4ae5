/**
 * The end of a forked process of the channel to its parent: ignores a terminal's interrupt, which the harness coordinates,
 * ends when the parent is gone, and hands on each message. The parent is a program of the same protocol, so that the
 * type of its messages is known. Gives what sends a message back; one to a parent that has just gone is dropped.
 */
export const openChannel = <Protocol extends { readonly to: object; readonly from: object }>(
  take: (message: Protocol['to']) => void,
): ((message: Protocol['from']) => void) => {
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  // With what was said before: a failure is no good end.
  process.on('disconnect', () => process.exit());
  process.on('message', (message) => take(message as Protocol['to']));
  return (message) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
};
