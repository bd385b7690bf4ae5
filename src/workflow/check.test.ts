import { describe, expect, it } from 'vitest';
import { shippedWorkflow } from '../../test/support/workflows.ts';
import { definitionProblems } from './check.ts';
import { completeWorkflow, type WrittenStep, type WrittenWorkflow } from './complete.ts';

const work = { medianMs: 1, p99Ms: 1 };

/** The smallest that has a bit of everything: shop opens, bank takes money, depot packs, mail tells. */
const sound: Readonly<Record<string, WrittenStep>> = {
  open: { in: 'shop', role: 'opens' },
  pay: { in: 'bank', after: ['open'], role: 'takes-money', may: 'decline', undo: { step: 'payBack' } },
  pack: { in: 'depot', after: ['pay'], undo: { step: 'unpack' } },
  note: { in: 'depot', after: ['pay'], optional: true },
  settle: { in: 'shop', after: ['pay'], role: 'puts-in-force', undo: { step: 'cancel' } },
  tell: { in: 'mail', after: ['pack'], role: 'tells' },
};

const services = (...names: readonly string[]): WrittenWorkflow['services'] =>
  Object.fromEntries(names.map((name) => [name, { work }]));

/** What is wrong when steps are changed, left out (null) or added, each as `path: message`. */
const wrong = (
  changes: Readonly<Record<string, WrittenStep | Partial<WrittenStep> | null>>,
  more: Partial<WrittenWorkflow> = {},
): readonly string[] => {
  const steps = Object.entries({ ...sound, ...changes }).flatMap(([name, change]): [string, WrittenStep][] =>
    change === null ? [] : [[name, { in: 'depot', ...sound[name], ...change }]],
  );
  const written = {
    title: 'a test',
    services: services('shop', 'bank', 'depot', 'mail'),
    steps: Object.fromEntries(steps),
    ...more,
  };
  return definitionProblems(completeWorkflow('test', written)).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
};

describe('a definition that can run', () => {
  it('has no problem', () => {
    expect(wrong({})).toEqual([]);
  });
  it.each(['subscribe', 'checkout', 'chain-of-2', 'chain-of-12', 'fan-out-of-2', 'fan-out-of-12'])(
    '%s',
    (name) => {
      expect(definitionProblems(shippedWorkflow(name))).toEqual([]);
    },
  );
  it('needs no money, no undoing and no step between the opening and the notice', () => {
    const steps = {
      pay: null,
      pack: null,
      note: null,
      settle: { after: ['open'] },
      tell: { after: ['open'] },
    };
    expect(wrong(steps, { services: services('shop', 'mail') })).toEqual([]);
  });
});

describe('a definition that cannot run: where, and why', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'a service of a name that is taken',
      wrong({ note: { in: 'broker' } }, { services: services('shop', 'bank', 'depot', 'mail', 'broker') }),
      ['services.broker: `broker` is what something else is called; choose another name'],
    ],
    [
      'a service that is called like an instance',
      wrong({ note: { in: 'bank-2' } }, { services: services('shop', 'bank', 'depot', 'mail', 'bank-2') }),
      ['services.bank-2: is called like an instance of another service; choose another name'],
    ],
    [
      'a service without a step',
      wrong({}, { services: services('shop', 'bank', 'depot', 'mail', 'idle') }),
      ['services.idle: has no step'],
    ],
    [
      'a service that nobody has',
      wrong({ note: { in: 'depto' } }),
      ['steps.note.in: unknown service `depto`; did you mean `depot`?'],
    ],
    [
      'a service like no other',
      wrong({ note: { in: 'zoo' } }),
      ['steps.note.in: unknown service `zoo`; there are shop, bank, depot, mail'],
    ],
    [
      'a cause that nobody has',
      wrong({ tell: { after: ['pakc'] } }),
      ['steps.tell.after: unknown step `pakc`; did you mean `pack`?'],
    ],
    [
      'a cause that is named twice',
      wrong({ tell: { after: ['pack', 'pack'] } }),
      ['steps.tell.after: names a step twice'],
    ],
    [
      'a step that waits for itself',
      wrong({ pack: { after: ['pack'] } }),
      ['steps.pack.after: waits for itself, by way of the steps that it comes after'],
    ],
    [
      'two steps that wait for one another',
      wrong({ pay: { after: ['open', 'pack'] } }),
      [
        'steps.pay.after: waits for itself, by way of the steps that it comes after',
        'steps.pack.after: waits for itself, by way of the steps that it comes after',
      ],
    ],
    [
      'nobody opens',
      wrong({ open: { role: undefined } }),
      [
        'steps: no step opens the request; one must have `role: opens`',
        'steps.open.after: missing key `after`: only the step that opens comes after none',
      ],
    ],
    [
      'nobody puts in force',
      wrong({ settle: { role: undefined } }),
      ['steps: no step puts in force what was asked for; one must have `role: puts-in-force`'],
    ],
    [
      'nobody tells',
      wrong({ tell: { role: undefined } }),
      ['steps: no step tells the user; one must have `role: tells`'],
    ],
    [
      'two take money',
      wrong({ pack: { role: 'takes-money' } }),
      ['steps.pack.role: the step pay takes money already; one at most'],
    ],
    [
      'what opens comes after something',
      wrong({ open: { after: ['early'] }, early: { in: 'depot' } }),
      [
        'steps.early.after: missing key `after`: only the step that opens comes after none',
        'steps.open.after: the step that opens comes first',
      ],
    ],
    [
      'a step that comes after nothing',
      wrong({ note: { after: [] } }),
      ['steps.note.after: missing key `after`: only the step that opens comes after none'],
    ],
    [
      'money that is never given back',
      wrong({ pay: { undo: undefined } }),
      ['steps.pay.role: who takes money must give it back: `undo` is missing'],
    ],
    [
      'what cannot be cancelled',
      wrong({ settle: { undo: undefined } }),
      ['steps.settle.role: what is put in force must be cancelled: `undo` is missing'],
    ],
    [
      'put in force by somebody else',
      wrong({ settle: { in: 'depot' } }),
      ['steps.settle.in: what is put in force was opened by shop; it must be the same service'],
    ],
    [
      'a step after the one that puts in force',
      wrong({ note: { after: ['settle'] } }),
      ['steps.settle.role: nothing may come after the step that puts in force'],
    ],
    [
      'a step after the one that tells',
      wrong({ note: { after: ['tell'] } }),
      ['steps.tell.role: nothing may come after the step that tells'],
    ],
    [
      'a step after an optional one',
      wrong({ tell: { after: ['pack', 'note'] } }),
      ['steps.note.optional: nothing may come after an optional step: nobody waits for it'],
    ],
    [
      'an optional step that can be undone',
      wrong({ note: { undo: { step: 'unnote' } } }),
      ['steps.note.optional: an optional step has no role, no `undo` and may not decline'],
    ],
    [
      'an optional step that may decline',
      wrong({ note: { may: 'decline' } }),
      ['steps.note.optional: an optional step has no role, no `undo` and may not decline'],
    ],
    [
      'an opening that can be undone',
      wrong({ open: { undo: { step: 'close' } } }),
      ['steps.open.undo: the steps that open and tell are not undone'],
    ],
    [
      'a notice that may decline',
      wrong({ tell: { may: 'decline' } }),
      ['steps.tell.may: only steps without a role and the one that takes money may decline'],
    ],
    [
      'told before all is done',
      wrong({ tell: { after: ['pay'] } }),
      ['steps.tell.after: the user is told before `pack` is done; name it here, or make it optional'],
    ],
    [
      'two steps of one name',
      wrong({
        pack: { undo: { step: 'payBack', effect: 'unpacked', command: 'Unpack', event: 'Unpacked' } },
      }),
      ['steps: two steps, or what undoes or forbids them, are called `payBack`; each has a name of its own'],
    ],
    [
      'a step that is called like giving up',
      wrong({ giveUp: { after: ['pay'], optional: true } }),
      ['steps: two steps, or what undoes or forbids them, are called `giveUp`; each has a name of its own'],
    ],
    [
      'two effects of one name',
      wrong({ note: { effect: 'pack-done' } }),
      ['steps: two effects are called `pack-done`; each has a name of its own'],
    ],
    [
      'a no that is called like a yes',
      wrong({ pay: { declined: 'pay-done' } }),
      ['steps: two effects are called `pay-done`; each has a name of its own'],
    ],
    [
      'two events of one name',
      wrong({ note: { event: 'PackDone' } }),
      ['steps: two events or commands are called `PackDone`; each has a name of its own'],
    ],
    [
      'an event that is called like giving up',
      wrong({ note: { event: 'RequestGivenUp' } }),
      ['steps: two events or commands are called `RequestGivenUp`; each has a name of its own'],
    ],
    [
      'two paths of one name',
      wrong({ note: { path: '/pack' } }),
      ['steps: two paths are called `/pack`; each has a name of its own'],
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});
