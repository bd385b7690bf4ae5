import { z } from 'zod';
import { actsOf, type Fault, type FaultSpec } from '../faults/fault.ts';
import { instance, step } from '../faults/settings.ts';
import { type FaultTarget, type TargetKind, targetText } from '../faults/target.ts';
import { clip } from '../shared/clip.ts';
import { formatDuration } from '../shared/durations.ts';
import { duration, period } from '../shared/fields.ts';
import { limits } from '../shared/limits.ts';
import { isOneOf } from '../shared/names.ts';
import { suggest } from '../shared/near-miss.ts';
import { serviceNames, stepsOf } from '../workflow/order.ts';
import type { StyleKind } from './contestants.ts';
import type { ScenarioDocument } from './document.ts';
import { problemsOf } from './issues.ts';
import { isModulePath, resolvedName } from './module-path.ts';
import type { Problem } from './problem.ts';
import { readTarget } from './target.ts';

/** What the scenario language must know of a fault. */
export type FaultKind = Omit<Fault, 'shape'>;

const times = {
  at: duration.describe('from the end of the warm-up'),
  for: period.describe('how long it stays'),
  every: period.optional().describe('injected again after this time, until the load ends'),
};

/** Keys of every entry, where its fault has them. */
const commonKeys = z.object({ ...times, instance, step });

const targetWords: Readonly<Record<TargetKind, string>> = {
  service: 'a service',
  broker: 'broker',
  link: 'a link such as client→subscriptions',
};

/** One entry of `faults` for one type of fault: its times, its target under the key that names it, its settings. */
export const faultSchema = (key: string, { targets, settings, wrap }: FaultKind) => {
  const expected = targets.map((kind) => targetWords[kind]).join(' or ');
  const target = z.string({ error: () => `expected ${expected}` }).describe(`target: ${expected}`);
  return z.strictObject({
    ...times,
    [key]: target,
    ...(targets.includes('service') ? { instance } : {}),
    ...(wrap === undefined ? {} : { step }),
    ...settings.shape,
  });
};

/** For editors: an entry of a fault from a module, whose settings nobody knows before it is loaded. */
export const moduleFaultSchema = z
  .looseObject(times)
  .meta({ not: { propertyNames: { not: { pattern: '^\\.{0,2}/' } } } })
  .describe('a fault from a module: the key is its path, the value its target');

export interface FaultContext {
  readonly document: ScenarioDocument;
  /** Base of relative paths. */
  readonly file: string;
  /** By type, and those from modules by their absolute paths. */
  readonly kinds: ReadonlyMap<string, FaultKind>;
  /** What is wrong with a module; null when it is there. */
  readonly moduleProblem: (path: string) => string | null;
  readonly services: readonly string[];
  /** Instances per service, for faults that name one. */
  readonly instances: Readonly<Record<string, number>>;
  /** Measured time before scaling; null while it is not known. */
  readonly measuredMs: number | null;
  /** Styles of the contestants, null for one from a module; null as a whole while they are not known. */
  readonly styles: readonly (StyleKind | null)[] | null;
}

interface Entry {
  /** The key that names the fault in the file. */
  readonly key: string;
  readonly type: string;
  /** Absolute path of the module of the fault; null for one of our own. */
  readonly module: string | null;
  readonly kind: FaultKind;
  readonly target: FaultTarget;
  readonly atMs: number;
  readonly forMs: number;
  readonly everyMs: number | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

type Checked =
  | { readonly entry: Entry; readonly problems: readonly Problem[] }
  | { readonly entry: null; readonly unread?: string; readonly problems: readonly Problem[] };

const timeKeys = new Set(Object.keys(times));

/** The only key that names a fault, or what is wrong. */
const keyOf = (
  written: unknown,
  path: readonly PropertyKey[],
  { document, kinds, file }: FaultContext,
): string | Problem => {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    return document.at(path, 'expected a fault such as { at: 5s, for: 5s, crash: payments }');
  }
  const keys = Object.keys(written);
  const [first, second] = keys.filter((key) => isModulePath(key) || kinds.has(resolvedName(key, file)));
  if (first === undefined) {
    const stranger = keys.find((key) => !timeKeys.has(key));
    const known = [...kinds.keys()].filter((name) => !isModulePath(name));
    if (stranger === undefined)
      return document.at(path, `missing the type of the fault; expected one of ${known.join(', ')}`);
    return document.atKey(
      [...path, stranger],
      `unknown fault \`${clip(stranger)}\`; ${suggest(stranger, known)}`,
    );
  }
  if (second !== undefined) {
    return document.atKey([...path, second], `one fault an entry; \`${first}\` is named already`);
  }
  return first;
};

const timeProblems = (
  entry: Entry,
  path: readonly PropertyKey[],
  context: FaultContext,
): readonly Problem[] => {
  const { document, measuredMs } = context;
  const problems: Problem[] = [];
  if (measuredMs !== null && entry.atMs >= measuredMs) {
    problems.push(
      document.at([...path, 'at'], `begins after the load has ended (${formatDuration(measuredMs)})`),
    );
  }
  if (entry.everyMs !== null && entry.everyMs <= entry.forMs) {
    problems.push(
      document.at([...path, 'every'], `expected more than its \`for\` (${formatDuration(entry.forMs)})`),
    );
  }
  return problems;
};

const noneOf = { link: 'a link', broker: 'the broker' } as const;

/** Whether the target has the instance and the step that the entry names. */
const partProblems = (
  target: FaultTarget,
  written: Readonly<Record<string, unknown>>,
  path: readonly PropertyKey[],
  { document, instances }: FaultContext,
): readonly Problem[] => {
  if (target.kind !== 'service')
    return ['instance', 'step']
      .filter((key) => written[key] !== undefined)
      .map((key) => document.at([...path, key], `${noneOf[target.kind]} has no ${key}; it is for a service`));
  const { service, instance: only, step: wanted } = target;
  const problems: Problem[] = [];
  const most = instances[service];
  if (only !== null && most !== undefined && only > most) {
    problems.push(
      document.at([...path, 'instance'], `${service} has ${most} instance${most === 1 ? '' : 's'}`),
    );
  }
  // A service has its own steps; a fault on the step of another would touch nothing.
  const own: readonly string[] = isOneOf(serviceNames, service) ? stepsOf[service] : [];
  if (wanted !== null && !own.includes(wanted)) {
    const has = own.length === 0 ? 'it has none of its own' : `it has ${own.join(', ')}`;
    problems.push(document.at([...path, 'step'], `${service} has no step \`${wanted}\`; ${has}`));
  }
  return problems;
};

/** The parts of a round that must be there for the target to exist. */
const partsOf = (target: FaultTarget): readonly string[] =>
  target.kind === 'link' ? [target.from, target.to] : [targetText(target)];

/** A target that no contestant has would never be touched. Of a style from a module nobody knows what it has. */
const absenceProblem = (
  { key, target }: Entry,
  path: readonly PropertyKey[],
  { document, styles }: FaultContext,
): readonly Problem[] => {
  if (styles === null || styles.length === 0) return [];
  const named = partsOf(target);
  const has = (style: StyleKind | null, part: string): boolean => {
    if (style === null || part === 'client') return true;
    if (part === 'broker') return style.needs?.includes('rabbitmq') ?? true;
    return (style.services ?? serviceNames).includes(part);
  };
  // Both ends of a link must be there for one and the same contestant.
  if (styles.some((style) => named.every((part) => has(style, part)))) return [];
  const lacking = named.find((part) => !styles.some((style) => has(style, part))) ?? targetText(target);
  const what = lacking === 'broker' ? 'uses a broker' : `has \`${clip(lacking)}\``;
  return [document.at([...path, key], `no contestant ${what}, so the fault would touch nothing`)];
};

const checkEntry = (written: unknown, path: readonly PropertyKey[], context: FaultContext): Checked => {
  const { document, kinds, services, file } = context;
  const key = keyOf(written, path, context);
  if (typeof key !== 'string') return { entry: null, problems: [key] };
  const name = resolvedName(key, file);
  const kind = kinds.get(name);
  // Only a path gets here without a kind: its module has not been loaded, and says later what it reads.
  if (kind === undefined) {
    const missing = context.moduleProblem(name);
    if (missing === null) return { entry: null, unread: name, problems: [] };
    const message = `the module of the fault, ${clip(name, 120)}: ${missing}`;
    return { entry: null, problems: [document.atKey([...path, key], message)] };
  }
  if (isModulePath(key) && kinds.get(kind.type) !== undefined) {
    const message = `its fault is named \`${kind.type}\`, as one of Tandem's own is; give it another type`;
    return { entry: null, problems: [document.atKey([...path, key], message)] };
  }
  const schema = faultSchema(key, kind);
  const parsed = schema.safeParse(written);
  if (!parsed.success) return { entry: null, problems: problemsOf(parsed.error, schema, document, path) };
  const keys: Readonly<Record<string, unknown>> = parsed.data;
  const { at, for: lasting, every, instance = null, step = null } = commonKeys.parse(written);
  const target = readTarget({ name: String(keys[key]), instance, step }, kind.targets, services);
  if ('problem' in target) return { entry: null, problems: [document.at([...path, key], target.problem)] };
  // Each of them is sound by itself; this is what the fault says of them together.
  const ownKeys = kind.settings.strip();
  const settings = ownKeys.safeParse(written);
  const entry = {
    key,
    type: kind.type,
    module: isModulePath(key) ? name : null,
    kind,
    target,
    atMs: at,
    forMs: lasting,
    everyMs: every ?? null,
    settings: settings.data ?? {},
  };
  return {
    entry,
    problems: [
      ...(settings.success ? [] : problemsOf(settings.error, ownKeys, document, path)),
      ...timeProblems(entry, path, context),
      ...partProblems(target, keys, path, context),
      ...absenceProblem(entry, path, context),
    ],
  };
};

/** When a fault is injected; a repeated one as often as it fits into the load. */
const momentsOf = ({ atMs, everyMs }: Entry, measuredMs: number): readonly number[] => {
  if (everyMs === null) return [atMs];
  const moments: number[] = [];
  for (let next = atMs; next < measuredMs; next += everyMs) moments.push(next);
  return moments;
};

type Part = 'instance' | 'step';

/** Whether two targets have the part in common; a fault that names none acts on all. */
const share = (part: Part, a: FaultTarget, b: FaultTarget): boolean => {
  if (a.kind !== 'service' || b.kind !== 'service') return true;
  return a[part] === null || b[part] === null || a[part] === b[part];
};

const areConcurrent = (a: FaultSpec, b: FaultSpec): boolean =>
  a.atMs < b.atMs + b.forMs && b.atMs < a.atMs + a.forMs;

/**
 * Two faults of one kind at the same place and time would undo one another's repair. So would two of different kinds that both act on
 * the process from outside: one that is dead cannot be paused, and starting it again ends the pause.
 */
const overlap = (a: FaultSpec, b: FaultSpec): boolean =>
  ((a.acts.fromOutside && b.acts.fromOutside) || (a.type === b.type && share('step', a.target, b.target))) &&
  targetText(a.target) === targetText(b.target) &&
  share('instance', a.target, b.target) &&
  areConcurrent(a, b);

/** Reads the `faults` of a scenario: every injection with its own id, times before scaling. */
export const readFaults = (
  written: readonly unknown[],
  context: FaultContext,
): {
  readonly faults: readonly FaultSpec[];
  /** Absolute paths of modules of faults that were not loaded. */
  readonly unread: readonly string[];
  readonly problems: readonly Problem[];
} => {
  const faults: FaultSpec[] = [];
  const unread: string[] = [];
  const problems: Problem[] = [];
  for (const [index, item] of written.entries()) {
    const path = ['faults', index];
    const checked = checkEntry(item, path, context);
    problems.push(...checked.problems);
    if (checked.entry === null && checked.unread !== undefined) unread.push(checked.unread);
    if (checked.entry === null || checked.problems.length > 0) continue;
    const { type, module, kind, target, atMs, forMs, everyMs, settings } = checked.entry;
    const count = everyMs === null ? 1 : Math.ceil(((context.measuredMs ?? 0) - atMs) / everyMs);
    if (faults.length + count > limits.injections) {
      const place = everyMs === null ? 'at' : 'every';
      const message = `would make more than ${limits.injections} injections in this run`;
      problems.push(context.document.at([...path, place], message));
      continue;
    }
    const moments = momentsOf(checked.entry, context.measuredMs ?? 0);
    const name = `${type}-${partsOf(target).join('-')}`;
    const before = faults.filter(({ id }) => id.startsWith(`${name}-`)).length;
    const specs = moments.map((atMs, place) => ({
      id: `${name}-${before + place + 1}`,
      type,
      module,
      acts: actsOf(kind),
      target,
      atMs,
      forMs,
      settings,
    }));
    const met = faults.find((other) => specs.some((spec) => overlap(spec, other)));
    if (met !== undefined) {
      const which = met.type === type ? `another \`${type}\`` : `\`${met.type}\``;
      problems.push(context.document.at([...path, 'at'], `overlaps with ${which} of ${targetText(target)}`));
    }
    faults.push(...specs);
  }
  return { faults, unread, problems };
};
