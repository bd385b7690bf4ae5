import { parse } from 'yaml';
import { clip } from '../shared/clip.ts';
import { UsageError } from '../shared/errors.ts';

export interface VaryValue {
  /** As it was given, for people. */
  readonly text: string;
  /** As YAML understands it. */
  readonly value: unknown;
}

/** A place in a scenario and the values that it takes in turn. */
export interface Vary {
  /** Dotted, as it was given. */
  readonly path: string;
  readonly keys: readonly string[];
  /** At least two, all different. */
  readonly values: readonly VaryValue[];
}

/** One value of each place. */
export type VaryPoint = readonly { readonly vary: Vary; readonly at: VaryValue }[];

const example = 'for instance --vary services.payments.workers=2,4,8';
const brackets: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

/** The parts between commas; a comma within brackets or quotes parts nothing. */
const atCommas = (text: string): readonly string[] => {
  const parts = [''];
  let depth = 0;
  let quote = '';
  for (const character of text) {
    if (quote === '' && depth === 0 && character === ',') {
      parts.push('');
      continue;
    }
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (quote === '') depth += brackets[character] ?? 0;
    parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts.map((part) => part.trim());
};

const valueFrom = (path: string, text: string): VaryValue => {
  if (text === '') throw new UsageError(`--vary ${path}: a value between two commas is missing; ${example}`);
  try {
    return { text, value: parse(text) };
  } catch {
    throw new UsageError(
      `--vary ${path}: \`${clip(text)}\` is no YAML value; write it as in the scenario, for instance 20ms or '{ median: 20ms, p99: 80ms }'`,
    );
  }
};

/** Reads `PATH=VALUE,VALUE,…`, values as a scenario writes them. Throws a UsageError with what is wrong and an example. */
export const parseVary = (written: string): Vary => {
  const equals = written.indexOf('=');
  if (equals < 1) throw new UsageError(`--vary \`${clip(written)}\`: expected PATH=VALUE,VALUE; ${example}`);
  const path = written.slice(0, equals).trim();
  const keys = path.split('.').map((key) => key.trim());
  if (keys.includes(''))
    throw new UsageError(
      `--vary \`${clip(path)}\`: expected a path such as load.patience, with a name on both sides of each dot`,
    );
  const values = atCommas(written.slice(equals + 1)).map((text) => valueFrom(path, text));
  const twice = values.find(({ text }, index) =>
    values.some((other, at) => at < index && other.text === text),
  );
  if (twice !== undefined) throw new UsageError(`--vary ${path}: \`${clip(twice.text)}\` stands there twice`);
  if (values.length < 2) throw new UsageError(`--vary ${path}: expected at least two values; ${example}`);
  return { path, keys, values };
};

/** At most: curves of more points show no more, and columns of charts have no room for more. */
const most = { places: 2, points: 50, columns: 6 } as const;

/** Every value of the first place with every value of the second, the first one changing slowest. Throws a UsageError for too many. */
export const gridOf = (varies: readonly Vary[]): readonly VaryPoint[] => {
  if (varies.length > most.places)
    throw new UsageError(`--vary is given ${varies.length} times; a chart has room for two places at most`);
  const [first, second] = varies;
  if (first !== undefined && first.path === second?.path)
    throw new UsageError(`--vary ${first.path} is given twice; list its values in one`);
  if ((second?.values.length ?? 0) > most.columns)
    throw new UsageError(
      `--vary ${second?.path ?? ''}: the second place takes ${most.columns} values at most, for each is a column of the chart; give the longer list first`,
    );
  const points = varies.reduce<readonly VaryPoint[]>(
    (before, vary) => before.flatMap((point) => vary.values.map((at) => [...point, { vary, at }])),
    [[]],
  );
  if (points.length > most.points)
    throw new UsageError(`${points.length} points; expected ${most.points} at most, so give fewer values`);
  return points;
};

/** `services.payments.workers=2`, one after the other. */
export const showPoint = (point: VaryPoint): string =>
  point.map(({ vary, at }) => `${vary.path}=${at.text}`).join(' ');
