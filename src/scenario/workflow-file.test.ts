import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../shared/errors.ts';
import { definitionProblems } from '../workflow/check.ts';
import {
  parseWorkflow,
  shippedWorkflow,
  shippedWorkflows,
  usualWorkflow,
  workflowNamed,
} from './workflow-file.ts';

const sound = `title: mine
services: { shop: {}, depot: {} }
steps:
  open: { in: shop, role: opens }
  settle: { in: shop, after: open, role: puts-in-force, undo: cancel }
  tell: { in: depot, after: open, role: tells }
`;

/** The sound one with one more step in line 7. */
const withStep = (written: string): string => `${sound}  pack: { in: depot, after: open, ${written} }\n`;

const complaint = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'no complaint';
};

const complaintOf = (text: string): string => complaint(() => parseWorkflow(text, 'w.yaml', 'mine'));

describe('a definition in a file', () => {
  it('is read with what its author left out', () => {
    const workflow = parseWorkflow(withStep('optional: true'), 'w.yaml', 'mine');
    expect(workflow).toMatchObject({
      name: 'mine',
      title: 'mine',
      services: { shop: { work: { medianMs: 2, p99Ms: 2 } }, depot: { work: { medianMs: 2, p99Ms: 2 } } },
    });
    expect(workflow.steps.map(({ name, after, effect }) => [name, after, effect])).toEqual([
      ['open', [], 'open-done'],
      ['settle', ['open'], 'settle-done'],
      ['tell', ['open'], 'tell-done'],
      ['pack', ['open'], 'pack-done'],
    ]);
  });

  it('may begin with a byte order mark and have lists over several lines', () => {
    const text = `\ufeff${sound.replace('after: open, role: tells', 'after: [open, pack], role: tells')}`;
    expect(complaintOf(`${text}  pack:\n    in: depot\n    after:\n      - open\n`)).toBe('no complaint');
  });

  it.each(['subscribe', 'checkout'])('%s comes with the program and can run', (name) => {
    expect(shippedWorkflows()).toContain(name);
    expect(definitionProblems(shippedWorkflow(name))).toEqual([]);
  });
});

describe('what is no definition', () => {
  it.each([
    ['nothing', '', 'w.yaml:1:1: the file is empty'],
    ['a list', '- a\n', 'w.yaml:1:1: expected a map, found a list'],
    ['no title', sound.replace('title: mine\n', ''), 'w.yaml:1:1: missing key `title`'],
    ['no services', sound.replace(/services.*\n/, ''), 'w.yaml:1:1: missing key `services`'],
    ['no steps', 'title: a\nservices: {}\n', 'w.yaml:1:1: missing key `steps`'],
    [
      'empty steps',
      'title: a\nservices: {}\nsteps: {}\n',
      'w.yaml:3:8: no step opens the request; one must have `role: opens`',
    ],
    ['steps of nothing', 'title: a\nservices: {}\nsteps:\n', 'w.yaml:3:7: expected a map, found nothing'],
    [
      'a step of nothing',
      'title: a\nservices: {}\nsteps:\n  open:\n',
      'w.yaml:4:8: expected a map, found nothing',
    ],
    [
      'a key of none',
      `${sound}extra: 1\n`,
      'w.yaml:7:1: unknown key `extra`; expected one of title, services, steps, givenUp',
    ],
    [
      'a step twice',
      `${sound}  open: { in: shop }\n`,
      'w.yaml:7:3: the key `open` is written twice in the same map',
    ],
    [
      'an alias within its anchor',
      sound.replace('mine', '&a [*a]'),
      'w.yaml:1:12: `*a` stands within its own anchor `&a`',
    ],
    [
      'work without a unit',
      sound.replace('depot: {}', 'depot: { work: 5 }'),
      'w.yaml:2:38: expected a duration such as 20ms',
    ],
    [
      'work with a p99 below its median',
      sound.replace('depot: {}', 'depot: { work: { median: 5ms, p99: 1ms } }'),
      'w.yaml:2:38: expected a p99 that is not below the median',
    ],
    [
      'workers, which are a matter of the scenario',
      sound.replace('depot: {}', 'depot: { workers: 3 }'),
      'w.yaml:2:32: unknown key `workers`; expected one of work',
    ],
    [
      'a service in capitals',
      sound.replace('depot: {}', 'Depot: {}'),
      'w.yaml:2:23: expected a name of small letters',
    ],
    [
      'seventeen services',
      sound.replace('depot: {}', Array.from({ length: 16 }, (_, place) => `s${place}: {}`).join(', ')),
      'w.yaml:2:11: expected at most 16 services',
    ],
    [
      'thirty-three steps',
      `title: a\nservices: {}\nsteps:\n${Array.from({ length: 33 }, (_, place) => `  s${place}: { in: shop }\n`).join('')}`,
      'w.yaml:3:1: expected at most 32 steps',
    ],
    [
      'an event in small letters',
      `${sound}givenUp: gone\n`,
      'w.yaml:7:10: expected a name such as PaymentCompleted, found `gone`',
    ],
  ])('%s', (_, text, expected) => {
    const message = complaintOf(text);
    expect(message).toContain(expected);
    expect(message.length).toBeLessThan(1_000);
  });

  it.each([
    ['afer: open', 'w.yaml:7:35: unknown key `afer`; did you mean `after`?'],
    [
      'undo: { effect: x }',
      'w.yaml:7:41: expected the name of what takes the step back, or { step, effect, command, event }',
    ],
    ['undo: [a]', 'w.yaml:7:41: expected the name of what takes the step back'],
    ['optional: maybe', 'w.yaml:7:45: expected true or false, found `maybe`'],
    ['event: packed', 'w.yaml:7:42: expected a name such as PaymentCompleted, found `packed`'],
    ['path: packs', 'w.yaml:7:41: expected a path such as /charges, found `packs`'],
    [
      'effect: Packed',
      'w.yaml:7:43: expected a name of small letters, digits and hyphens such as order-placed',
    ],
    ['may: refuse', 'w.yaml:7:40: `refuse` is not known here; expected one of decline'],
    [
      'role: pays',
      'w.yaml:7:41: `pays` is not known here; expected one of opens, takes-money, puts-in-force, tells',
    ],
    [
      'declined: no-parcel',
      'w.yaml:7:45: expected `may: decline` beside it: without it the step never says no',
    ],
    ['forbid: stop', 'w.yaml:7:43: expected a map, found `stop`'],
    ['forbid: { step: stop }', 'w.yaml:7:35: missing key `effect`'],
    ['role: takes-money', 'w.yaml:7:41: who takes money must give it back: `undo` is missing'],
    [
      'optional: true, undo: unpack',
      'w.yaml:7:45: an optional step has no role, no `undo` and may not decline',
    ],
  ])('a step with %s', (written, expected) => {
    expect(complaintOf(withStep(written))).toContain(expected);
  });

  it.each([
    [
      'an unknown cause',
      sound.replace('after: open, role: tells', 'after: opne, role: tells'),
      'w.yaml:6:29: unknown step `opne`; did you mean `open`?',
    ],
    [
      'a cause among several',
      sound.replace('after: open, role: tells', 'after: [open, opne], role: tells'),
      'w.yaml:6:29: unknown step `opne`',
    ],
    [
      'no cause at all',
      sound.replace('after: open, role: tells', 'after: [], role: tells'),
      'w.yaml:6:29: expected the name of a step at least',
    ],
    [
      'a cause that is a number',
      sound.replace('after: open, role: tells', 'after: 5, role: tells'),
      'w.yaml:6:29: expected the name of a step, or a list of them',
    ],
    [
      'an unknown service',
      sound.replace('in: depot', 'in: dpot'),
      'w.yaml:6:15: unknown service `dpot`; did you mean `depot`?',
    ],
    [
      'a step in capitals',
      `${sound}  Pack: { in: depot, after: open, optional: true }\n`,
      'w.yaml:7:3: expected a name such as charge or pack-parcel',
    ],
    [
      'a step that nobody waits for',
      `${sound}  pack: { in: depot, after: open }\n`,
      'w.yaml:6:29: the user is told before `pack` is done',
    ],
    [
      'put in force elsewhere',
      sound.replace('in: shop, after', 'in: depot, after'),
      'w.yaml:5:17: what is put in force was opened by shop',
    ],
    [
      'two paths of one name',
      withStep('optional: true, path: /open'),
      'w.yaml:3:1: two paths are called `/open`',
    ],
  ])('%s', (_, text, expected) => {
    expect(complaintOf(text)).toContain(expected);
  });

  it.each(['7', '\0', 'steps: *x', `${sound}${sound}`])('%j as a whole', (text) => {
    expect(complaintOf(text)).toMatch(/^w\.yaml:\d+:\d+: /);
  });

  it('tells of all that is wrong, each with its line', () => {
    const circle =
      '  a: { in: depot, after: b, optional: true }\n  b: { in: depot, after: a, optional: true }\n';
    expect(complaintOf(sound + circle)).toBe(
      [
        'w.yaml:7:26: waits for itself, by way of the steps that it comes after',
        '  7 |   a: { in: depot, after: b, optional: true }',
        '    |                          ^',
        'w.yaml:8:26: waits for itself, by way of the steps that it comes after',
        '  8 |   b: { in: depot, after: a, optional: true }',
        '    |                          ^',
      ].join('\n'),
    );
  });
});

describe('the workflow that a scenario names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-workflow-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const scenario = join(folder, 'scenario.yaml');

  it('by name, by size, or by the path of a file beside the scenario', () => {
    writeFileSync(join(folder, 'mine.yaml'), sound);
    expect(workflowNamed(usualWorkflow, scenario)).toMatchObject({ name: 'subscribe' });
    expect(workflowNamed('chain-of-3', scenario)).toMatchObject({ name: 'chain-of-3' });
    expect(workflowNamed('./mine.yaml', scenario)).toMatchObject({ name: 'mine', title: 'mine' });
  });

  it('with what is wrong in its own file', () => {
    writeFileSync(join(folder, 'wrong.yaml'), sound.replace('in: depot', 'in: dpot'));
    const message = complaint(() => workflowNamed('wrong.yaml', scenario));
    expect(message).toContain(`${join(folder, 'wrong.yaml')}:6:15: unknown service \`dpot\``);
  });

  it.each([
    ['chekout', 'unknown workflow `chekout`; did you mean `checkout`?'],
    ['chain-of-13', 'chain-of-N (N from 2 to 12)'],
    ['chain-of-1', 'unknown workflow `chain-of-1`'],
    ['__proto__', 'unknown workflow `__proto__`'],
    ['../workflows/subscribe', 'no file '],
    ['constructor', 'unknown workflow `constructor`'],
    ['constructor-3', 'unknown workflow `constructor-3`'],
    ['./nobody.yaml', 'no file '],
    ['../nowhere/mine.yml', 'no file '],
  ])('%s: a problem in words', (name, problem) => {
    expect(workflowNamed(name, scenario)).toEqual({ problem: expect.stringContaining(problem) });
  });
});
