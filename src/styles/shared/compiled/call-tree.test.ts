import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWorkflow } from '../../../../test/support/random-workflows.ts';
import { shippedWorkflow } from '../../../../test/support/workflows.ts';
import { type Random, seededRandom } from '../../../shared/random.ts';
import { runInOrder } from '../../../shared/task-graph.ts';
import { completeWorkflow, type WrittenStep } from '../../../workflow/complete.ts';
import type { Workflow } from '../../../workflow/definition.ts';
import { callTreeOf } from './call-tree.ts';

/** A workflow of steps by what they come after. */
const steps = (after: Readonly<Record<string, readonly string[]>>): Workflow =>
  completeWorkflow('test', {
    title: 'a test',
    services: {},
    steps: {
      open: { in: 'front', role: 'opens' },
      ...Object.fromEntries(
        Object.entries(after).map(([name, its]): [string, WrittenStep] => [name, { in: name, after: its }]),
      ),
      settle: { in: 'front', after: ['open'], role: 'puts-in-force', undo: { step: 'cancel' } },
    },
  });

/** Who calls whom, as a person reads it: `[0]` waits for the caller's first call. */
const treeOf = (workflow: Workflow): readonly string[] =>
  [...callTreeOf(workflow)]
    .filter(([, calls]) => calls.length > 0)
    .map(([caller, calls]) => {
      const called = calls.map(
        ({ step, after }) => `${step.name}${after.length === 0 ? '' : `[${after.join()}]`}`,
      );
      return `${caller} → ${called.join(' ')}`;
    });

describe('who calls whom', () => {
  it.each<[string, Workflow, readonly string[]]>([
    ['a chain: each the next', steps({ a: ['open'], b: ['a'], c: ['b'] }), ['open → a', 'a → b', 'b → c']],
    ['a fan-out: all by one', steps({ a: ['open'], b: ['open'], c: ['open'] }), ['open → a b c']],
    [
      'a fan-in: by where the branches began',
      steps({ a: ['open'], b: ['open'], end: ['a', 'b'] }),
      ['open → a b end[0,1]'],
    ],
    [
      'a diamond below a step',
      steps({ top: ['open'], a: ['top'], b: ['top'], end: ['a', 'b'], after: ['end'] }),
      ['open → top', 'top → a b end[0,1]', 'end → after'],
    ],
    [
      'branches of different lengths',
      steps({ a: ['open'], b: ['open'], deep: ['a'], deeper: ['deep'], end: ['b', 'deeper'] }),
      ['open → a b end[0,1]', 'a → deep', 'deep → deeper'],
    ],
    [
      'a step after another and after what that comes after',
      steps({ a: ['open'], b: ['a'], end: ['a', 'b'] }),
      ['open → a', 'a → b end[0]'],
    ],
    [
      'a step after the opening one and after another',
      steps({ a: ['open'], b: ['a'], end: ['open', 'b'] }),
      ['open → a end[0]', 'a → b'],
    ],
    [
      'one that waits for two of three branches',
      steps({ a: ['open'], b: ['open'], c: ['open'], two: ['a', 'c'], all: ['b', 'two'] }),
      ['open → a b c two[0,2] all[1,3]'],
    ],
    [
      'two diamonds, one in the other',
      steps({ a: ['open'], b: ['open'], x: ['a'], y: ['a'], xy: ['x', 'y'], end: ['xy', 'b'] }),
      ['open → a b end[0,1]', 'a → x y xy[0,1]'],
    ],
    [
      'a step after two that lie at different depths',
      steps({ a: ['open'], b: ['a'], c: ['b'], d: ['a'], e: ['c', 'd'], f: ['b', 'e'] }),
      ['open → a', 'a → b d e[0,1] f[0,2]', 'b → c'],
    ],
    [
      'subscribe',
      shippedWorkflow('subscribe'),
      ['open → charge', 'charge → recommend', 'recommend → notify'],
    ],
    [
      'checkout',
      shippedWorkflow('checkout'),
      ['place → reserve', 'reserve → pay', 'pay → invoice pack ship[0,1]', 'ship → tell'],
    ],
    ['fan-out-of-3', shippedWorkflow('fan-out-of-3'), ['open → branch-1 branch-2 branch-3 tell[0,1,2]']],
  ])('%s', (_, workflow, expected) => {
    expect(treeOf(workflow)).toEqual(expected);
  });

  it('whoever puts in force is called by nobody, and calls nobody', () => {
    const tree = callTreeOf(shippedWorkflow('checkout'));
    expect(tree.get('confirm')).toBeUndefined();
    expect([...tree.values()].flat().map(({ step }) => step.name)).not.toContain('confirm');
  });
});

/** Makes the calls of a tree, each after a time of its own, and notes when each step began and was done. */
const play = async (workflow: Workflow, random: Random): Promise<readonly string[]> => {
  const tree = callTreeOf(workflow);
  const log: string[] = [];
  const perform = async (name: string): Promise<void> => {
    log.push(`begin ${name}`);
    for (let turns = Math.floor(random() * 20); turns > 0; turns -= 1) await Promise.resolve();
    log.push(`done ${name}`);
    const calls = tree.get(name) ?? [];
    await runInOrder(calls, (place) => perform(calls[place]!.step.name));
  };
  await perform('open');
  return log;
};

describe('the calls of any workflow', () => {
  it('do each step once, and none before what it waits for', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorkflow, fc.nat(), async (workflow, seed) => {
        const called = workflow.steps.filter(({ role }) => role !== 'puts-in-force');
        const log = await play(workflow, seededRandom(seed));
        expect(log.toSorted()).toEqual(
          called.flatMap(({ name }) => [`begin ${name}`, `done ${name}`]).toSorted(),
        );
        for (const { name, after } of called)
          for (const cause of after)
            expect(log.indexOf(`done ${cause}`), `${name} after ${cause}`).toBeLessThan(
              log.indexOf(`begin ${name}`),
            );
      }),
      { numRuns: 500 },
    );
  });
});
