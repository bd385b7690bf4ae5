import { describe, expect, it } from 'vitest';
import type { StepCall, StepResult } from '../workflow/order.ts';
import { answerRepeats } from './repeats.ts';

const call = (requestId = 'r-1', extra: Partial<StepCall> = {}): StepCall => ({
  step: 'charge',
  order: { requestId, userId: 'u', plan: 'p' },
  receivedAt: 0,
  attempt: 1,
  once: true,
  ...extra,
});

const done: StepResult = { effect: 'charged', first: true, seq: 1 };
const repeated: StepResult = { effect: 'charged', first: false, seq: 0 };

/** Workings that end when the test says so, a record that holds what was done, and what was counted. */
const bench = () => {
  const workings: { readonly succeed: () => void; readonly fail: () => void }[] = [];
  const record = new Set<string>();
  const counts: string[] = [];
  const keyOf = ({ step, order, notice }: Pick<StepCall, 'step' | 'order' | 'notice'>): string =>
    `${step}:${notice ?? ''}:${order.requestId}`;
  const repeats = answerRepeats({
    work: (working) =>
      new Promise((resolve, reject) => {
        workings.push({
          succeed: () => {
            record.add(keyOf(working));
            resolve(done);
          },
          fail: () => reject(new Error('failed')),
        });
      }),
    recall: (wanted) => (wanted.once && record.has(keyOf(wanted)) ? repeated : null),
    isRemembered: (step) => step !== 'giveUp',
    count: (name) => void counts.push(name),
  });
  return { ...repeats, workings, counts };
};
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a repeated call', () => {
  it('is answered at once when its step is done', async () => {
    const { step, workings, counts } = bench();
    const first = step(call());
    workings[0]!.succeed();
    expect(await first).toEqual(done);
    expect(await step(call())).toEqual(repeated);
    expect(workings).toHaveLength(1);
    expect(counts).toEqual(['work.repeatsAnswered']);
  });

  it('waits for the working in progress and takes no second', async () => {
    const { step, workings, counts } = bench();
    const calls = [step(call()), step(call()), step(call())];
    await settle();
    expect(workings).toHaveLength(1);
    workings[0]!.succeed();
    expect(await Promise.all(calls)).toEqual([done, repeated, repeated]);
    expect(counts).toEqual(['work.repeatsAwaited', 'work.repeatsAwaited']);
  });

  it('becomes the next working when that fails, one of them, and the others go on waiting', async () => {
    const { step, workings } = bench();
    const calls = Promise.allSettled([step(call()), step(call()), step(call()), step(call())]);
    workings[0]!.fail();
    await settle();
    expect(workings).toHaveLength(2);
    workings[1]!.fail();
    await settle();
    expect(workings).toHaveLength(3);
    workings[2]!.succeed();
    const ends = await calls;
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
    expect(workings).toHaveLength(3);
  });

  it('is one only with the same request, step and notice', async () => {
    const { step, workings } = bench();
    void step(call('r-1', { step: 'notify', notice: 'ready' }));
    void step(call('r-1', { step: 'notify', notice: 'failed' }));
    void step(call('r-1', { step: 'charge' }));
    void step(call('r-2', { step: 'charge' }));
    await settle();
    expect(workings).toHaveLength(4);
  });

  it('is worked on each time where nothing makes it take effect once, and for giveUp', async () => {
    const { step, workings, needsSlot } = bench();
    for (const extra of [{ once: false }, { step: 'giveUp' as const }]) {
      void step(call('r-1', extra));
      void step(call('r-1', extra));
      expect(needsSlot(call('r-1', extra))).toBe(true);
    }
    await settle();
    expect(workings).toHaveLength(4);
  });

  it('needs no slot while its step is worked on or done, and one after a failure', async () => {
    const { step, workings, needsSlot } = bench();
    expect(needsSlot(call())).toBe(true);
    const first = step(call());
    expect(needsSlot(call())).toBe(false);
    workings[0]!.fail();
    await first.catch(() => undefined);
    expect(needsSlot(call())).toBe(true);
    const second = step(call());
    workings[1]!.succeed();
    await second;
    expect(needsSlot(call())).toBe(false);
  });
});
