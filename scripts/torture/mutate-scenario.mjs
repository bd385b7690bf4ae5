// Scenarios as nobody should write them: a pure function of seed and index, so that any of them can be made again.

import { randomFrom } from './random.mjs';

const values = [
  ...[
    '0',
    '-1',
    '1e30',
    '1e309',
    '.nan',
    '.inf',
    'null',
    '~',
    'true',
    '[]',
    '{}',
    '""',
    '"',
    "'",
    '*gone',
    '&a',
    '!!binary x',
  ],
  ...[
    '700h',
    '0.0001ms',
    '0ms',
    '99999999999999999999h',
    '1ms',
    '24h',
    '120%',
    '0%',
    '300%',
    '100%',
    '1000000/s',
    '0.001/m',
  ],
  ...[
    'broker',
    'client→broker',
    'payments→payments',
    '↔',
    './nope.js',
    '__proto__',
    'constructor',
    'baseline',
    'http',
    'lost',
  ],
  ...[
    '((((lost',
    'lost / 0 < 1',
    'a.b.c.d < 1ms',
    'lost == == 0',
    'http.lost during during == 0',
    '\u0000',
    '\ufeff',
    '\u202e',
    '\ud800',
  ],
  ...[
    '|',
    '>',
    '|+\n  a\n',
    '---',
    '...',
    '%YAML 9',
    '<<: 1',
    '? a',
    '- - - -',
    '{a: {a: {a: 1}}}',
    '[[[[[1]]]]]',
    '0x1F',
    '2026-01-01',
  ],
];

const keys = [
  ...[
    'at',
    'for',
    'every',
    'crash',
    'latency',
    'add',
    'step',
    'instance',
    'probability',
    'work',
    'rate',
    'stages',
    'policies',
  ],
  ...['<<', 'x-a', '__proto__', 'toString', 'titel', '"', '? ', '1', 'null', ''],
];

const blocks = [
  'faults: [{ at: 0s, for: 0.00001ms, every: 0.0001ms, crash: payments }]',
  'faults: [{ at: 0s, for: 1ms, every: 2ms, crash: payments }]',
  'load: { rate: 100000/s, duration: 24h }',
  'load: { stages: [{ rate: 1/s, for: 24h }, { rate: 1/s, for: 24h }] }',
  'x-bomb: &a [1]\nx-b: &b [*a, *a, *a]\nx-c: &c [*b, *b, *b]\nx-d: [*c, *c, *c]',
  'x-self: &s { a: *s }',
  'x-d: &d { rounds: 1 }\n<<: *d',
  'contestants: { constructor: { style: http }, rate: { style: ./nope.js } }',
  'services: { payments: { work: { median: 1ms, p99: 700h } } }',
];

const long = (random) => Math.floor(10 ** (1 + 4 * random()));

/** Each changes a text; a case applies one to four of them. */
const mutations = {
  'a byte': (text, { random, at }) =>
    `${text.slice(0, at)}${String.fromCharCode(Math.floor(random() * 256))}${text.slice(at + 1)}`,
  'a piece left out': (text, { random, at }) =>
    text.slice(0, at) + text.slice(at + Math.floor(random() * 40)),
  'the end left out': (text, { at }) => text.slice(0, at),
  'a piece twice': (text, { random, at }) => {
    const piece = text.slice(at, at + Math.floor(random() * 200));
    return text.slice(0, at) + piece.repeat(1 + Math.floor(random() * 5)) + text.slice(at);
  },
  'a piece of another': (text, { random, at, other }) => {
    const from = Math.floor(random() * other.length);
    return text.slice(0, at) + other.slice(from, from + 200) + text.slice(at);
  },
  'lines changed about': (text, { random }) => {
    const lines = text.split('\n');
    const [one, two] = [0, 0].map(() => Math.floor(random() * lines.length));
    [lines[one], lines[two]] = [lines[two], lines[one]];
    return lines.join('\n');
  },
  'an indentation': (text, { random }) => {
    const lines = text.split('\n');
    const line = Math.floor(random() * lines.length);
    lines[line] = (random() < 0.2 ? '\t' : ' '.repeat(Math.floor(random() * 9))) + lines[line].trimStart();
    return lines.join('\n');
  },
  'another value': (text, { random, pick }) => {
    const places = [...text.matchAll(/: ([^,{}[\]\n]+)/g)];
    if (places.length === 0) return text;
    const { index, 0: whole } = places[Math.floor(random() * places.length)];
    return `${text.slice(0, index)}: ${pick(values)}${text.slice(index + whole.length)}`;
  },
  'another key': (text, { random, pick }) => {
    // From the beginning of a word only: a long one would be tried from each of its letters.
    const places = [...text.matchAll(/(?<![\w-])[A-Za-z][\w-]*(?=: )/g)];
    if (places.length === 0) return text;
    const { index, 0: whole } = places[Math.floor(random() * places.length)];
    return text.slice(0, index) + pick(keys) + text.slice(index + whole.length);
  },
  'a value inserted': (text, { at, pick }) => text.slice(0, at) + pick(values) + text.slice(at),
  'a section more': (text, { pick }) => `${text}\n${pick(blocks)}\n`,
  'very many brackets': (text, { random, at, pick }) => {
    const [open, close] = pick([
      ['[', ']'],
      ['{a: ', '}'],
      ['(', ')'],
      ['- ', ''],
      ['? ', ''],
      ['"', '"'],
    ]);
    const count = long(random);
    const closed = random() < 0.5 ? close.repeat(count) : '';
    return text.slice(0, at) + open.repeat(count) + closed + text.slice(at);
  },
  'a comparison of brackets': (text, { random }) => {
    const count = long(random);
    return `${text}\nbudgets: ["${'('.repeat(count)}lost${')'.repeat(count)} == 0"]\n`;
  },
  'a long word': (text, { random, at }) => text.slice(0, at) + 'a'.repeat(long(random)) + text.slice(at),
  'a long metric': (text, { random }) => `${text}\nbudgets: ["${'m'.repeat(long(random))} < 1ms"]\n`,
  'very many keys': (text, { random }) => {
    const count = Math.min(4_000, long(random));
    return `${text}\nx: { ${Array.from({ length: count }, (_, key) => `k${key}: 1`).join(', ')} }\n`;
  },
  'very many entries': (text, { random, pick }) => {
    const entry = pick(['lost == 0', '1', '{}', '{ at: 1s, for: 1s, crash: payments }', '*a']);
    return `${text}\n${pick(['budgets', 'hypotheses', 'faults'])}: [${Array(Math.min(5_000, long(random)))
      .fill(entry)
      .join(', ')}]\n`;
  },
  'another encoding': (text) => Buffer.from(text, 'utf16le').toString('latin1'),
};
const kinds = Object.keys(mutations);

/** Case `index` of a seed. */
export const mutatedScenario = (texts, seed, index) => {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const pick = (list) => list[Math.floor(random() * list.length)];
  let text = pick(texts);
  const applied = [];
  const count = 1 + Math.floor(random() * 4);
  for (let step = 0; step < count; step += 1) {
    const kind = pick(kinds);
    applied.push(kind);
    const at = Math.floor(random() * (text.length + 1));
    text = mutations[kind](text, { random, at, pick, other: pick(texts) });
  }
  return { kind: applied.join(', '), text };
};
