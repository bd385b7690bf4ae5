/** A task that begins when others are done, named by their places in the same list, which come before its own. */
export interface Task {
  readonly after: readonly number[];
}

/** Tasks in turn: one that names none to wait for waits for the one before it. */
export const tasksOf = (all: readonly { readonly after?: readonly number[] }[]): readonly Task[] =>
  all.map(({ after }, place) => ({ after: after ?? (place === 0 ? [] : [place - 1]) }));

/**
 * Runs each task as soon as those that it waits for are done, so that what waits for nothing in common runs at the same time.
 * Rejects with the first failure; what waits for a failed task never begins.
 */
export const runInOrder = async <T>(
  tasks: readonly Task[],
  run: (place: number) => Promise<T>,
): Promise<readonly T[]> => {
  // By far the most tasks stand alone.
  if (tasks.length === 1 && tasks[0]?.after.length === 0) return [await run(0)];
  const running: Promise<T>[] = [];
  for (const [place, { after }] of tasks.entries()) {
    const before = after.map((one) => {
      const earlier = one < place ? running[one] : undefined;
      if (earlier === undefined)
        throw new Error(`task ${place} waits for task ${one}, which does not come before it`);
      return earlier;
    });
    running.push(before.length === 0 ? run(place) : Promise.all(before).then(() => run(place)));
  }
  return Promise.all(running);
};
