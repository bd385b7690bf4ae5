import { describe, expect, it } from 'vitest';
import { UsageError } from '../shared/errors.ts';
import { parseWorkflow, shippedWorkflow, shippedWorkflows, workflowNamed } from './workflow-file.ts';

const smallest = `title: a
services: { front: {}, mail: {} }
steps:
  open: { in: front, role: opens }
  settle: { in: front, after: open, role: puts-in-force, undo: cancel }
  tell: { in: mail, after: open, role: tells }
`;

const read = (text: string) => parseWorkflow(text, 'w.yaml', 'w');

describe('parseWorkflow', () => {
  it('names what an author leaves out', () => {
    const { services, steps, notices, givenUp } = read(smallest);
    expect(services).toEqual({
      front: { work: { medianMs: 2, p99Ms: 2 } },
      mail: { work: { medianMs: 2, p99Ms: 2 } },
    });
    expect(steps[1]).toEqual({
      name: 'settle',
      service: 'front',
      after: ['open'],
      role: 'puts-in-force',
      optional: false,
      path: '/settle',
      effect: 'settle-done',
      declined: null,
      undo: { step: 'cancel', effect: 'cancel-done', command: 'Cancel', event: 'CancelDone' },
      forbid: { step: 'forbid-settle', effect: 'settle-forbidden' },
      command: 'Settle',
      event: 'SettleDone',
      failed: 'SettleFailed',
    });
    expect(notices.ready.effect).toBe('tell-done-ready');
    expect(givenUp).toBe('RequestGivenUp');
  });

  it('puts each step behind those that it waits for, however they are written', () => {
    const turned = `title: a
services: { front: {}, mail: {}, back: {} }
steps:
  tell: { in: mail, after: [last], role: tells }
  last: { in: back, after: [second, first] }
  second: { in: back, after: first }
  first: { in: back, after: open }
  settle: { in: front, after: open, role: puts-in-force, undo: cancel }
  open: { in: front, role: opens }
`;
    expect(read(turned).steps.map(({ name }) => name)).toEqual([
      'open',
      'first',
      'second',
      'last',
      'tell',
      'settle',
    ]);
  });

  it.each<[string, string, string, string]>([
    ['an unknown key', 'role: tells }', 'role: tells, roll: 1 }', 'unknown key `roll`'],
    ['an unknown role', 'role: opens', 'role: open', 'is not known here; did you mean `opens`?'],
    ['an unknown service', 'in: mail', 'in: mial', 'unknown service `mial`; did you mean `mail`?'],
    ['an unknown step', 'after: open, role: tells', 'after: opne, role: tells', 'did you mean `open`?'],
    ['a service without a step', 'mail: {} }', 'mail: {}, idle: {} }', 'has no step'],
    ['no step that tells', ', role: tells', '', 'no step tells the user'],
    ['two that open', 'after: open, role: tells', 'role: opens', 'the step open opens the request already'],
    [
      'what is put in force elsewhere',
      'settle: { in: front',
      'settle: { in: mail',
      'it must be the same service',
    ],
    ['what cannot be cancelled', ', undo: cancel', '', 'must be cancelled: `undo` is missing'],
    ['a first step after another', 'role: opens }', 'role: opens, after: tell }', 'waits for itself'],
    ['a step after none', 'after: open, role: tells', 'role: tells', 'missing key `after`'],
    [
      'an undo of the telling',
      'after: open, role: tells',
      'after: open, role: tells, undo: untell',
      'are not undone',
    ],
    ['a no of the telling', 'role: tells }', 'role: tells, may: decline }', 'may decline'],
    ['a service called like another part', 'mail', 'broker', 'is what something else is called'],
    ['two steps of one name', 'undo: cancel', 'undo: tell', 'are called `tell`'],
    ['two paths', 'role: tells }', 'role: tells, path: /settle }', 'are called `/settle`'],
    ['two events', 'role: tells }', 'role: tells, event: OpenDone }', 'are called `OpenDone`'],
    ['two effects', 'role: opens }', 'role: opens, effect: settle-done }', 'are called `settle-done`'],
    [
      'a strange event',
      'role: tells }',
      'role: tells, event: told }',
      'expected a name such as PaymentCompleted',
    ],
    ['no duration', 'front: {}', 'front: { work: 5 }', 'expected a duration such as 20ms'],
  ])('refuses %s, and says where', (_, from, to, message) => {
    const text = smallest.replace(from, to).replaceAll(from === 'mail' ? 'in: mail' : '\0', 'in: broker');
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(/^w\.yaml:\d+:\d+: /);
  });

  const withMore = (step: string): string =>
    `${smallest.replace('back: {}', '')}  ${step}\n`.replace('mail: {} }', 'mail: {}, back: {} }');

  it.each([
    ['the user is told before it is done', 'more: { in: back, after: open }', 'told before `more` is done'],
    [
      'it takes money and keeps it',
      'more: { in: back, after: open, role: takes-money }',
      'must give it back',
    ],
    [
      'it is optional and takes money',
      'more: { in: back, after: open, role: takes-money, optional: true, undo: x }',
      'an optional step has no role',
    ],
    [
      'it comes after the notice',
      'more: { in: back, after: tell, optional: true }',
      'nothing may come after the step that tells',
    ],
    [
      'it comes after what is in force',
      'more: { in: back, after: settle, optional: true }',
      'nothing may come after the step that puts in force',
    ],
    ['it waits for itself', 'more: { in: back, after: more }', 'waits for itself'],
  ])('refuses a step when %s', (_, step, message) => {
    expect(() => read(withMore(step))).toThrow(message);
  });

  it('takes an optional step that nobody waits for', () => {
    expect(read(withMore('more: { in: back, after: open, optional: true }')).steps.at(-1)).toMatchObject({
      name: 'more',
      optional: true,
    });
  });

  it.each(['', '[]', '7', 'title: a', '\0', 'steps: *x', `${smallest}${smallest}`])(
    'refuses %j as a whole',
    (text) => {
      expect(() => read(text)).toThrow(UsageError);
    },
  );
});

describe('workflowNamed', () => {
  it('finds what comes with the program, and what is generated', () => {
    expect(shippedWorkflows()).toEqual(expect.arrayContaining(['checkout', 'subscribe']));
    for (const name of [...shippedWorkflows(), 'chain-of-2', 'chain-of-12', 'fan-out-of-5'])
      expect(workflowNamed(name, 'x.yaml')).toMatchObject({ name });
    expect(shippedWorkflow('chain-of-7').steps).toHaveLength(10);
  });
  it.each([
    ['chekout', 'did you mean `checkout`?'],
    ['chain-of-1', 'unknown workflow'],
    ['chain-of-13', 'unknown workflow'],
    ['./nowhere.yaml', 'no file /'],
    ['__proto__', 'unknown workflow'],
    ['../workflows/subscribe', 'no file'],
  ])('says that there is no %s', (name, problem) => {
    const found = workflowNamed(name, '/a/x.yaml');
    expect('problem' in found ? found.problem : '').toContain(problem);
  });
});
