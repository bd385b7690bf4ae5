// Damages a result.json in the ways that files and people do. The same seed damages in the same way.

import { randomFrom } from './random.mjs';

const pick = (random, items) => items[Math.floor(random() * items.length)];

/** A place in the document: a random walk down, so that what lies near the root is met as often as the many leaves. */
const placeIn = (document, random) => {
  let parent = document;
  for (;;) {
    const key = pick(random, Object.keys(parent));
    const inside = parent[key];
    const isOpen = typeof inside === 'object' && inside !== null && Object.keys(inside).length > 0;
    if (!isOpen || random() < 0.12) return { parent, key };
    parent = inside;
  }
};

const drop = ({ parent, key }) => {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
};

const nested = (depth) => {
  let value = {};
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
};

const strange = [
  ...[null, true, false, 0, -1, -0.5, 1e15, 1e300, 5e-324, Number.MAX_SAFE_INTEGER, 2 ** 31, '', ' ', 'NaN'],
  ...[
    '__proto__',
    'constructor',
    '<script>alert(1)</script>',
    '\u001b[2J',
    '\ud800',
    'x'.repeat(100_000),
    '%',
  ],
  ...[[], {}, [[]], [null], { length: -1 }, { toString: 1 }],
];

/** Values that JSON.stringify cannot write stand as a mark in the text and are put in afterwards. */
const raw = ['NaN', 'Infinity', '-Infinity', '1e999', '-1e999', 'undefined', '0x10', "'x'"];
const mark = '@@raw@@';

const some = (random, most) => 1 + Math.floor(random() * most);

const roundOf = (document, random) => pick(random, document.rounds);

/** Each changes the document in place, or returns text or bytes in its stead. */
const damages = {
  'a key dropped': (document, random) => drop(placeIn(document, random)),
  'several keys dropped': (document, random) => {
    for (let left = some(random, 20); left > 0; left -= 1) drop(placeIn(document, random));
  },
  'another value': (document, random) => {
    const { parent, key } = placeIn(document, random);
    parent[key] = structuredClone(pick(random, strange));
  },
  'several other values': (document, random) => {
    for (let left = some(random, 10); left > 0; left -= 1) {
      const { parent, key } = placeIn(document, random);
      parent[key] = structuredClone(pick(random, strange));
    }
  },
  'a number negative, huge or tiny': (document, random) => {
    for (let tries = 0; tries < 200; tries += 1) {
      const { parent, key } = placeIn(document, random);
      if (typeof parent[key] !== 'number') continue;
      parent[key] = pick(random, [-parent[key] - 1, parent[key] * 1e9, parent[key] / 1e9, 1e14, 0, -1e14]);
      return;
    }
  },
  'all numbers of a round scaled': (document, random) => {
    const factor = pick(random, [1e-6, 1e3, 1e6, 1e9]);
    const scale = (value) =>
      typeof value === 'number'
        ? value * factor
        : Array.isArray(value)
          ? value.map(scale)
          : typeof value === 'object' && value !== null
            ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, scale(one)]))
            : value;
    const round = roundOf(document, random);
    for (const key of ['timeline', 'samples', 'phases', 'rates', 'outcomes'])
      if (random() < 0.6) round[key] = scale(round[key]);
  },
  'no number that JSON knows': (document, random) => {
    const { parent, key } = placeIn(document, random);
    parent[key] = mark;
    return JSON.stringify(document).replace(`"${mark}"`, pick(random, raw));
  },
  'a part of another place': (document, random) => {
    const [from, to] = [placeIn(document, random), placeIn(document, random)];
    to.parent[to.key] = structuredClone(from.parent[from.key]);
  },
  'a huge list': (document, random) => {
    const round = roundOf(document, random);
    const length = pick(random, [5_000, 20_000, 99_000, 100_001, 300_000]);
    const grow = (list) =>
      Array.from({ length }, (_unused, index) => structuredClone(list[index % list.length]));
    const [holder, key] = pick(random, [
      ...[
        [round, 'timeline'],
        [round, 'resources'],
        [round, 'faults'],
        [round, 'exemplars'],
      ],
      ...[
        [round.dots, 'points'],
        [round.samples, 't'],
        [round.phases.all, 'windows'],
        [round, 'invalidReasons'],
      ],
      ...[
        [document, 'warnings'],
        [document, 'budgets'],
        [document.summary, 'comparisons'],
      ],
    ]);
    holder[key] = holder[key].length === 0 ? Array.from({ length }, () => 'x') : grow(holder[key]);
  },
  'long series': (document, random) => {
    const length = pick(random, [1_000, 20_000, 100_000]);
    const { samples } = roundOf(document, random);
    const series = Array.from({ length }, (_unused, index) => index);
    Object.assign(samples, { t: series, backlog: series, clientInFlight: series, pendingCalls: series });
    for (const own of Object.values(samples.processes))
      Object.assign(own, { connections: series, inFlight: series, cpu: series });
  },
  'empty rounds': (document) => {
    document.rounds = [];
  },
  'rounds of one contestant gone': (document, random) => {
    const { name } = pick(random, document.scenario.contestants);
    document.rounds = document.rounds.filter(({ contestant }) => contestant !== name);
  },
  'only invalid or partial rounds': (document, random) => {
    for (const round of document.rounds)
      Object.assign(round, pick(random, [{ valid: false }, { partial: true }]));
    document.verdict = 'pass';
  },
  'rounds emptied of their figures': (document, random) => {
    const round = roundOf(document, random);
    Object.assign(round, { timeline: [], exemplars: [], resources: [], faults: [], counters: {} });
    round.dots.points = [];
    round.samples = { t: [], backlog: [], clientInFlight: [], processes: {} };
    for (const phase of Object.values(round.phases)) phase.windows = [];
  },
  'nested deeply': (document, random) => {
    const { parent, key } = placeIn(document, random);
    parent[key] = nested(pick(random, [10, 40, 500, 3_000]));
  },
  'nested more deeply than any stack': (document, random) => {
    const depth = pick(random, [20_000, 200_000]);
    document.scenario.contestants[0].policies = mark;
    return JSON.stringify(document).replace(`"${mark}"`, `${'['.repeat(depth)}${']'.repeat(depth)}`);
  },
  truncated: (document, random) => {
    const text = JSON.stringify(document);
    return text.slice(0, Math.floor(random() * text.length));
  },
  'bytes changed': (document, random) => {
    const bytes = Buffer.from(JSON.stringify(document));
    for (let left = some(random, 30); left > 0; left -= 1)
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    return bytes;
  },
  'not UTF-8': (document, random) => {
    const text = JSON.stringify(document);
    return pick(random, [
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xc3, 0x28, 0xff])]),
      Buffer.from(text.replace(/"title":"/, '"title":"\u00e9'), 'latin1'),
      Buffer.alloc(0),
      Buffer.alloc(5_000),
    ]);
  },
  'another schema': (document, random) => {
    document.schema = pick(random, ['tandem.result/2', '', null, 1, {}, ['tandem.result/1'], undefined]);
  },
  'no object': (_document, random) => pick(random, ['null', '[]', '"x"', '1', '{}', 'true', '[null]', '""']),
  'no contestants': (document) => {
    document.scenario.contestants = [];
  },
  'contestants missing': (document, random) => {
    document.scenario.contestants.splice(Math.floor(random() * document.scenario.contestants.length), 1);
  },
  'names that stand there twice': (document, random) => {
    const { contestants } = document.scenario;
    contestants.push(structuredClone(pick(random, contestants)));
    if (random() < 0.5) document.rounds.push(structuredClone(roundOf(document, random)));
  },
  'names that every object has': (document, random) => {
    const own = pick(random, document.scenario.contestants).name;
    const name = pick(random, ['__proto__', 'constructor', 'toString', '', 'a'.repeat(5_000), '<b>&"\'']);
    return JSON.stringify(document).replaceAll(`"${own}"`, JSON.stringify(name));
  },
  'many rounds': (document, random) => {
    const round = roundOf(document, random);
    const most = pick(random, [30, 1_200]);
    const small = {
      ...round,
      timeline: [],
      samples: { t: [], backlog: [], clientInFlight: [], processes: {} },
    };
    for (let number = 1_000; number < 1_000 + most; number += 1)
      document.rounds.push({ ...small, dots: { points: [], left: 0 }, exemplars: [], round: number });
  },
  'texts that would be markup': (document, random) => {
    for (let left = 20; left > 0; left -= 1) {
      const { parent, key } = placeIn(document, random);
      if (typeof parent[key] === 'string') parent[key] = '"><img src=x onerror=alert(1)>\'`';
    }
  },
};

const kinds = Object.keys(damages);

/** The bytes of a damaged copy of one of the texts, and the kind of damage. Kinds take turns. */
export const damagedResult = (texts, seed, index) => {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1) + index);
  const kind = kinds[index % kinds.length];
  const document = JSON.parse(pick(random, texts));
  const made = damages[kind](document, random) ?? JSON.stringify(document) ?? 'null';
  return { kind, bytes: typeof made === 'string' ? Buffer.from(made) : made };
};
