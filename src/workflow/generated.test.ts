import { describe, expect, it } from 'vitest';
import { definitionProblems } from './check.ts';
import { successorsOf, undoableSteps } from './definition.ts';
import { generatedNames, generatedSizes, generatedWorkflow } from './generated.ts';

const sizes = Array.from({ length: generatedSizes.most - generatedSizes.least + 1 }, (_, place) => place + 2);

describe('workflows of any size', () => {
  it.each(sizes)('a chain of %i: each hop after the one before it, each undone by one of its own', (size) => {
    const workflow = generatedWorkflow(`chain-of-${size}`)!;
    expect(definitionProblems(workflow)).toEqual([]);
    const hops = undoableSteps(workflow);
    expect(hops.map(({ name }) => name)).toEqual(
      sizes
        .concat(1)
        .toSorted((a, b) => a - b)
        .slice(0, size)
        .map((n) => `hop-${n}`),
    );
    expect(hops.map(({ after }) => after)).toEqual([
      ['open'],
      ...hops.slice(1).map((_, place) => [`hop-${place + 1}`]),
    ]);
    expect(Object.keys(workflow.services)).toHaveLength(size + 2);
  });

  it.each(sizes)('a fan-out to %i: all at once, and the end waits for all', (size) => {
    const workflow = generatedWorkflow(`fan-out-of-${size}`)!;
    expect(definitionProblems(workflow)).toEqual([]);
    const branches = undoableSteps(workflow);
    expect(branches).toHaveLength(size);
    expect(successorsOf(workflow, 'open')).toEqual(branches);
    const ends = workflow.steps.filter(({ role }) => role === 'puts-in-force' || role === 'tells');
    expect(ends.map(({ after }) => after)).toEqual(ends.map(() => branches.map(({ name }) => name)));
    expect(Object.keys(workflow.services)).toHaveLength(size + 2);
  });

  it.each([
    'chain-of-1',
    'chain-of-13',
    'chain-of-0',
    'chain-of--3',
    'chain-of-2.5',
    'chain-of-N',
    'chain-of-',
    'fan-out-of-1',
    'fan-out-of-999999999999999999999',
    'star-of-3',
    'constructor-3',
    'chain-of-3 ',
    '',
  ])('%j is none', (name) => {
    expect(generatedWorkflow(name)).toBeNull();
  });

  it('are told by their kinds', () => {
    expect(generatedNames).toEqual(['chain-of-N', 'fan-out-of-N']);
  });
});
