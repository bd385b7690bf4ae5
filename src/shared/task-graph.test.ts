import { describe, expect, it } from 'vitest';
import { runInOrder } from './task-graph.ts';

/** Tasks that end when the test says so. */
const bench = (tasks: readonly { readonly after: readonly number[] }[]) => {
  const begun: number[] = [];
  const ends = new Map<number, { readonly succeed: () => void; readonly fail: () => void }>();
  const whole = runInOrder(
    tasks,
    (place) =>
      new Promise<string>((resolve, reject) => {
        begun.push(place);
        ends.set(place, {
          succeed: () => resolve(`done ${place}`),
          fail: () => reject(new Error(`failed ${place}`)),
        });
      }),
  );
  const settled = whole.then(String, (error: Error) => error.message);
  return {
    begun,
    settled,
    end: (place: number, how: 'succeed' | 'fail' = 'succeed') => ends.get(place)?.[how](),
  };
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('runInOrder', () => {
  const diamond = [{ after: [] }, { after: [0] }, { after: [0] }, { after: [1, 2] }];
  it('runs side by side what waits for nothing in common, and the rest when it may', async () => {
    const { begun, settled, end } = bench(diamond);
    await turn();
    expect(begun).toEqual([0]);
    end(0);
    await turn();
    expect(begun).toEqual([0, 1, 2]);
    end(2);
    await turn();
    expect(begun).toEqual([0, 1, 2]);
    end(1);
    await turn();
    expect(begun).toEqual([0, 1, 2, 3]);
    end(3);
    expect(await settled).toBe('done 0,done 1,done 2,done 3');
  });
  it('ends with the first failure, and begins nothing that waits for it', async () => {
    const { begun, settled, end } = bench(diamond);
    end(0);
    await turn();
    end(1, 'fail');
    expect(await settled).toBe('failed 1');
    end(2);
    await turn();
    expect(begun).toEqual([0, 1, 2]);
  });
  it('refuses a task that waits for a later one', async () => {
    await expect(runInOrder([{ after: [1] }, { after: [] }], () => Promise.resolve())).rejects.toThrow(
      'waits for task 1',
    );
  });
});
