import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../shared/errors.ts';
import { catalogue } from './catalogue.ts';
import { type LoadOptions, loadScenario, parseScenario } from './load.ts';

const head = 'title: a\nclaim: b\n';
const smallest = `${head}load: { rate: 100/s }\n`;

const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'no complaint';
};

const complaint = (source: string, options?: LoadOptions): string =>
  messageOf(() => parseScenario(source, 'x.yaml', catalogue, options));

/** Ten levels of ten aliases each: ten thousand million values in one kilobyte. */
const bomb = [
  'x-0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]',
  ...Array.from(
    { length: 9 },
    (_, level) => `x-${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(', ')}]`,
  ),
].join('\n');

const unknownKeys = Array.from({ length: 3_000 }, (_, index) => `k${index}: 1`).join(', ');

describe('what is no scenario', () => {
  it.each([
    [
      'an unresolved alias',
      `${smallest}budgets: [*gone]`,
      'x.yaml:4:11: `*gone` has no anchor `&gone` before it',
    ],
    [
      'an alias within its anchor',
      `${smallest}x-a: &a [*a]`,
      'x.yaml:4:10: `*a` stands within its own anchor `&a`',
    ],
    ['an alias bomb', `${smallest}${bomb}`, 'too much for a scenario'],
    [
      'lists within lists',
      `${smallest}x-a: ${'['.repeat(14_000)}${']'.repeat(14_000)}`,
      'too much for a scenario',
    ],
    ['lists in block style', `${smallest}x-a: \n  ${'- '.repeat(14_000)}a`, 'too much for a scenario'],
    ['seventeen levels', `${smallest}x-a: ${'['.repeat(17)}${']'.repeat(17)}`, 'more than 16 deep'],
    [
      'many values',
      `${smallest}x-a: [${'1,'.repeat(12_000)}]`,
      'too much for a scenario: more than 10000 values',
    ],
    ['a long file', `${smallest}# ${'x'.repeat(70_000)}`, 'x.yaml:1:1: longer than 32 kB'],
    ['two documents', `${smallest}---\n${smallest}`, 'x.yaml:4:1: a second document begins here (`---`)'],
    ['a list', '- a\n- b\n', 'x.yaml:1:1: expected a map, found a list'],
    ['only a comment', '# nothing\n', 'x.yaml:1:1: expected a map, found nothing'],
    [
      'a doubled key',
      `${smallest}rounds: 1\nrounds: 2`,
      'x.yaml:5:1: the key `rounds` is written twice in the same map',
    ],
    [
      'a fault of one instance within one of all',
      `${head}services: { payments: { instances: 2 } }\nfaults: [{ at: 0s, for: 4s, crash: payments }, { at: 1s, for: 1s, crash: payments, instance: 1 }]`,
      'overlaps with another `crash` of payments',
    ],
    [
      'a process that is paused while it is dead',
      `${head}faults: [{ at: 0s, for: 4s, crash: payments }, { at: 1s, for: 1s, pause: payments }]`,
      'overlaps with `crash` of payments',
    ],
    [
      'more rounds than a result can hold',
      `${smallest}rounds: 900`,
      'x.yaml:4:1: 900 rounds of 2 contestants are 1800; expected 500 at most',
    ],
    [
      'a jitter beyond what is added',
      `${head}faults: [{ at: 0s, for: 1s, latency: payments, add: 5ms, jitter: 6ms }]`,
      'x.yaml:3:66: expected at most `add`',
    ],
    [
      'a doubled key within',
      `${head}load: { rate: 1/s, rate: 2/s }`,
      'x.yaml:3:20: the key `rate` is written twice',
    ],
    ['a key that is a list', `${smallest}? [a, b]\n: c`, 'a key must be a text'],
    ['a merge of a list of numbers', `${smallest}x-a: { <<: [1, 2] }`, 'only maps can be merged'],
    ['a NUL byte', `${smallest}why: "a\0b"`, 'x.yaml:4:8: a NUL byte in the text'],
    [
      'an escape sequence',
      `title: \u001b[31mred\nclaim: b`,
      'x.yaml:1:8: the control character U+001B in the text',
    ],
    [
      'a comparison with a colon',
      `${smallest}budgets: [ events.lost: 0 ]`,
      'a text with a colon needs quotes',
    ],
  ])('%s', (_, source, expected) => {
    const message = complaint(source);
    expect(message).toContain(expected);
    expect(message.length).toBeLessThan(1_000);
  });

  it.each([
    ['3,000 unknown keys in one line', `${head}load: { rate: 1/s, ${unknownKeys} }`],
    [
      '3,000 unknown keys in a contestant',
      `${smallest}contestants: { http: { style: http, ${unknownKeys} } }`,
    ],
    ['a metric of 30,000 letters', `${smallest}budgets: ["${'a'.repeat(30_000)} < 1"]`],
    ['a metric as long as a comparison may be', `${smallest}budgets: [${'a'.repeat(490)} < 1]`],
    ['14,000 brackets', `${smallest}budgets: ["${'('.repeat(14_000)}"]`],
    ['200 brackets', `${smallest}budgets: ["${'('.repeat(200)}lost${')'.repeat(200)} == 0"]`],
    ['a style of 30,000 letters', `${smallest}contestants: { http: { style: ${'a'.repeat(30_000)} } }`],
    ['a target of 30,000 letters', `${smallest}faults: [{ at: 1s, for: 1s, crash: ${'a'.repeat(30_000)} }]`],
    ['a contestant of 30,000 letters', `${smallest}contestants: { ${'a'.repeat(900)}: { style: http } }`],
  ])('%s: a short message', (_, source) => {
    const message = complaint(source);
    expect(message).toMatch(/^x\.yaml:\d+:\d+: /);
    expect(message.length).toBeLessThan(12_000);
    expect(message.split('\n').every((line) => line.length < 500)).toBe(true);
  });

  it('tells of twenty problems, and how many more there are', () => {
    const message = complaint(`${head}load: { rate: 1/s, ${unknownKeys} }`);
    expect(message.match(/^x\.yaml:/gm)).toHaveLength(20);
    expect(message).toMatch(/\nand 2980 more problems$/);
  });
});

describe('what cannot be meant', () => {
  const fault = (written: string): string => `${smallest}faults: [{ at: 1s, for: 1s, ${written} }]\n`;
  it.each([
    [
      'probability: 120%',
      fault('error: payments, probability: 120%'),
      'expected a share above 0% and of at most 100%',
    ],
    ['probability: 0%', fault('error: payments, probability: 0%'), 'expected a share above 0%'],
    ['share: 300%', fault('cpu: payments, share: 300%'), 'expected a share above 0% and of at most 100%'],
    [
      'a status of no failure',
      fault('error: payments, status: 200'),
      'expected a whole number from 500 to 599, found `200`',
    ],
    ['nth: 0', fault('crash-after-commit: payments, nth: 0'), 'expected 1 at least, found `0`'],
    ['attempts: 1.5', fault('fail-first: payments, attempts: 1.5'), 'expected a whole number, found `1.5`'],
    [
      'a duration as a number',
      fault('latency: payments, add: 400'),
      'expected a duration with a unit, for instance 400ms, found `400`',
    ],
    ['a link slower than a modem', fault('bandwidth: client→subscriptions, rate: 1B/s'), 'at least 100B/s'],
    [
      'a step of another service',
      fault('error: payments, step: recommend'),
      'x.yaml:4:52: payments has no step `recommend`; it has charge, refund, voidCharge',
    ],
    [
      'a broker nobody has',
      `${fault('broker-crash: broker')}contestants: { http: { style: http } }`,
      'x.yaml:4:43: no contestant uses a broker',
    ],
    [
      'a paused broker nobody has',
      `${fault('pause: broker')}contestants: { http: { style: http } }`,
      'no contestant uses a broker',
    ],
    [
      'a link to a broker nobody has',
      `${fault('blackhole: payments→broker')}contestants: { http: { style: http } }`,
      'no contestant uses a broker',
    ],
    ['a role nobody has', fault('crash: gateway'), 'x.yaml:4:36: '],
    [
      'every: 0.0001ms',
      `${smallest}faults: [{ at: 0s, for: 0.00001ms, every: 0.0001ms, crash: payments }]`,
      'expected a duration of at least 1ms',
    ],
    [
      'every: 2ms for a day',
      `${head}load: { rate: 1/s, duration: 1h }\nfaults: [{ at: 0s, for: 1ms, every: 2ms, crash: payments }]`,
      'would make more than 1000 injections',
    ],
    [
      'work: 700h',
      `${smallest}services: { payments: { work: 700h } }`,
      'expected a duration of at most 24h, found `700h`',
    ],
    ['work: 2h', `${smallest}services: { payments: { work: 2h } }`, 'expected work of at most 10m'],
    [
      'a spread that outlasts timers',
      `${smallest}services: { payments: { work: { median: 1ms, p99: 10m } } }`,
      'expected a p99 of at most 100 times the median',
    ],
    [
      'a time-out of 700h',
      `${smallest}contestants: { http: { style: http, policies: { timeout: 700h } } }`,
      'at most 24h',
    ],
    ['patience of 700h', `${head}load: { rate: 1/s, patience: 700h }`, 'at most 24h'],
    ['latency of 700h', fault('latency: payments, add: 700h'), 'at most 24h'],
    [
      'stages of three days',
      `${head}load: { stages: [${Array(3).fill('{ rate: 1/s, for: 24h }').join(', ')}] }`,
      'x.yaml:3:1: load, warm-up and drain may last 24h each',
    ],
    ['a rate of 1e30', `${head}load: { rate: 1${'0'.repeat(30)}/s }`, 'expected a rate of at most 100000/s'],
    [
      'a rate beyond all numbers',
      `${head}load: { rate: ${'9'.repeat(400)}/s }`,
      'expected a rate of at most 100000/s',
    ],
    [
      'a rate written with an exponent',
      `${head}load: { rate: 1e30/s }`,
      'expected a rate such as 100/s, found `1e30/s`',
    ],
    ['more requests than fit', `${head}load: { rate: 100000/s, duration: 1h }`, 'expected 5000000 at most'],
    [
      'a contestant with more than fit',
      `${smallest}contestants: { http: { style: http, load: { rate: 100000/s, warmUp: 1h } } }`,
      'x.yaml:4:37: ',
    ],
    ['no request at all', `${head}load: { rate: 1/m, duration: 5s }`, 'nothing to measure'],
    [
      'a module that is not there',
      `${smallest}contestants: { mine: { style: ./nope.js } }`,
      'x.yaml:4:31: the module of the style, ',
    ],
    ['a module that is a folder', `${smallest}contestants: { mine: { style: ./src } }`, 'is not a file'],
    [
      'a contestant named like a part of every object',
      `${smallest}contestants: { constructor: { style: http } }`,
      'choose another name',
    ],
    ['a division by zero', `${smallest}budgets: [lost / 0 < 1]`, 'divides by zero'],
    [
      'a number beyond all numbers',
      `${smallest}budgets: ["lost < ${'9'.repeat(400)}"]`,
      'is too large a number',
    ],
  ])('%s', (_, source, expected) => {
    const message = complaint(source);
    expect(message).toContain(expected);
    expect(message).toMatch(/^x\.yaml:\d+:\d+: /);
  });

  it.each([
    [{ scale: 1e300 }, 'scale is 1e+300; expected a number from 0.001 to 1000'],
    [{ scale: 1e-300 }, 'expected a number from 0.001 to 1000'],
    [{ rounds: 1e9 }, 'rounds is 1000000000; expected a whole number from 1 to 1000'],
    [{ only: ['x'.repeat(100_000)] }, 'there is no contestant `xxx'],
  ])('%j', (options, expected) => {
    const message = complaint(smallest, options);
    expect(message).toContain(expected);
    expect(message.length).toBeLessThan(500);
  });

  it('a load that --scale makes too long, at its place', () => {
    const source = `${head}load: { rate: 1/s, duration: 1h }\n`;
    expect(complaint(source, { scale: 100 })).toContain(
      'x.yaml:3:1: load, warm-up and drain may last 24h each',
    );
  });
});

describe('what YAML users share by', () => {
  it('merge keys and keys that begin with x-', () => {
    const source = `${head}load: { rate: 100/s }
x-defaults: &defaults { style: http, policies: { retries: 1 } }
contestants:
  one: { <<: *defaults }
  two: { <<: *defaults, policies: { retries: 0 } }
`;
    const { contestants } = parseScenario(source, 'x.yaml', catalogue);
    expect(contestants.map(({ style, policies: { retries } }) => [style, retries])).toEqual([
      ['http', 1],
      ['http', 0],
    ]);
  });

  it('a mistake in what is merged, where it is written', () => {
    const source = `${smallest}x-a: &a { style: htpp }\ncontestants: { one: { <<: *a } }\n`;
    expect(complaint(source)).toContain('x.yaml:4:18: unknown style `htpp`');
  });
});

describe('files that are no plain UTF-8', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-input-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const written = (bytes: Buffer): string => {
    const file = join(folder, 'x.yaml');
    writeFileSync(file, bytes);
    return file;
  };

  it.each([
    [
      'UTF-16 with its mark',
      Buffer.from(`\ufeff${smallest}`, 'utf16le'),
      ':1:1: the file is UTF-16; save it as UTF-8',
    ],
    ['UTF-16 without', Buffer.from(smallest, 'utf16le'), ':1:1: the file is UTF-16'],
    ['big-endian UTF-16', Buffer.from(`\ufeff${smallest}`, 'utf16le').swap16(), ':1:1: the file is UTF-16'],
    ['Latin-1', Buffer.from(`${smallest}why: größer`, 'latin1'), ':4:1: the file is not UTF-8'],
    ['70 kB', Buffer.alloc(70_000, 0x23), ':1:1: longer than 32 kB'],
  ])('%s', (_, bytes, expected) => {
    expect(messageOf(() => loadScenario(written(bytes), catalogue))).toContain(expected);
  });

  it('a byte order mark is no part of the text', () => {
    const file = written(Buffer.from(`\ufeff${smallest}`));
    expect(loadScenario(file, catalogue)).toMatchObject({ title: 'a', source: smallest });
  });

  it('a folder, and a device that never ends', () => {
    expect(messageOf(() => loadScenario(folder, catalogue))).toContain('is a folder');
    expect(messageOf(() => loadScenario('/dev/zero', catalogue))).toContain('longer than 32 kB');
  });
});
