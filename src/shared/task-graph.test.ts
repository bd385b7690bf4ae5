import { describe, expect, it } from 'vitest';
import { runInOrder, type Task } from './task-graph.ts';

/** A promise that ends when it is told to. */
const told = () => {
  let resolve: (value: string) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<string>((...both) => {
    [resolve, reject] = both;
  });
  return { promise, resolve, reject };
};

/** Tasks that end when they are told to, and what has begun so far. */
const arrange = (tasks: readonly Task[]) => {
  const begun: number[] = [];
  const ends = tasks.map(told);
  const result = runInOrder(tasks, (place) => {
    begun.push(place);
    return ends[place]!.promise;
  });
  // Whoever does not look at the result does not want to hear of its failure.
  result.catch(() => undefined);
  /** Lets everything run that can. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    begun,
    result,
    end: async (place: number): Promise<void> => {
      ends[place]!.resolve(`done ${place}`);
      await settle();
    },
    fail: async (place: number): Promise<void> => {
      ends[place]!.reject(new Error(`failed ${place}`));
      await settle();
    },
  };
};

describe('tasks in order', () => {
  it('none: done at once', async () => {
    expect(await runInOrder([], () => Promise.reject(new Error('no task')))).toEqual([]);
  });

  it('a chain: one after the other', async () => {
    const { begun, end, result } = arrange([{ after: [] }, { after: [0] }, { after: [1] }]);
    expect(begun).toEqual([0]);
    await end(0);
    expect(begun).toEqual([0, 1]);
    await end(1);
    await end(2);
    expect(await result).toEqual(['done 0', 'done 1', 'done 2']);
  });

  it('a diamond: both branches at once, and the end after both', async () => {
    const { begun, end, result } = arrange([
      { after: [] },
      { after: [0] },
      { after: [0] },
      { after: [1, 2] },
    ]);
    await end(0);
    expect(begun).toEqual([0, 1, 2]);
    await end(2);
    expect(begun).toEqual([0, 1, 2]);
    await end(1);
    expect(begun).toEqual([0, 1, 2, 3]);
    await end(3);
    expect(await result).toEqual(['done 0', 'done 1', 'done 2', 'done 3']);
  });

  it('uneven branches: the shorter one goes on without the longer one', async () => {
    const { begun, end } = arrange([{ after: [] }, { after: [] }, { after: [1] }, { after: [0, 2] }]);
    expect(begun).toEqual([0, 1]);
    await end(1);
    expect(begun).toEqual([0, 1, 2]);
    await end(2);
    expect(begun).toEqual([0, 1, 2]);
    await end(0);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('after a failure what waits for it never begins, and the first failure is told', async () => {
    const { begun, end, fail, result } = arrange([
      { after: [] },
      { after: [] },
      { after: [0] },
      { after: [1] },
    ]);
    await fail(1);
    await end(0);
    expect(begun).toEqual([0, 1, 2]);
    await fail(2);
    await expect(result).rejects.toThrow('failed 1');
  });

  it('a failure of one that throws at once is that of the whole', async () => {
    await expect(runInOrder([{ after: [] }], () => Promise.reject(new Error('at once')))).rejects.toThrow(
      'at once',
    );
  });

  it.each([
    ['itself', [{ after: [0] }], 'task 0 waits for task 0'],
    ['a later one', [{ after: [1] }, { after: [] }], 'task 0 waits for task 1'],
    ['none of the list', [{ after: [] }, { after: [7] }], 'task 1 waits for task 7'],
    ['one before all', [{ after: [-1] }], 'task 0 waits for task -1'],
  ])('one that waits for %s is an error', async (_, tasks, message) => {
    await expect(runInOrder(tasks, () => Promise.resolve())).rejects.toThrow(message);
  });
});
