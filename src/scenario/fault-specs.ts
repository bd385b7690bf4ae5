import { z } from 'zod';
import type { FaultScope, FaultSpec } from '../faults/fault.ts';
import { instance, step } from '../faults/settings.ts';
import { clip } from '../shared/clip.ts';
import { formatDuration } from '../shared/durations.ts';
import { duration, period } from '../shared/fields.ts';
import { limits } from '../shared/limits.ts';
import { type ServiceName, serviceNames, stepsOf } from '../workflow/order.ts';
import type { StyleKind } from './contestants.ts';
import type { ScenarioDocument } from './document.ts';
import { problemsOf } from './issues.ts';
import { suggest } from './near-miss.ts';
import type { Problem } from './problem.ts';
import { endsOf, targetOf } from './target.ts';

/** What the scenario language must know of a fault. */
export interface FaultKind {
  readonly scope: readonly FaultScope[];
  readonly settings: z.ZodObject;
  /** Present where it acts inside a service, step by step. */
  readonly wrap?: unknown;
  /** Present where it acts on a process from outside. */
  readonly strike?: unknown;
}

const times = {
  at: duration.describe('from the end of the warm-up'),
  for: period.describe('how long it stays'),
  every: period.optional().describe('strikes again after this time, until the load ends'),
};

const targetText: Readonly<Record<FaultScope, string>> = {
  service: 'a service',
  broker: 'broker',
  link: 'a link such as client→subscriptions',
};

/** One entry of `faults` for one type of fault: its times, its target under its own name, its settings. */
export const faultSchema = (type: string, { scope, settings, wrap }: FaultKind) => {
  const expected = scope.map((where) => targetText[where]).join(' or ');
  const target = z.string({ error: () => `expected ${expected}` }).describe(`target: ${expected}`);
  return z.strictObject({
    ...times,
    [type]: target,
    ...(scope.includes('service') ? { instance } : {}),
    ...(wrap === undefined ? {} : { step }),
    ...settings.shape,
  });
};

export interface FaultContext {
  readonly document: ScenarioDocument;
  readonly kinds: ReadonlyMap<string, FaultKind>;
  readonly services: readonly string[];
  /** Instances per service, for faults that name one. */
  readonly instances: Readonly<Record<string, number>>;
  /** Measured time before scaling; null while it is not known. */
  readonly measuredMs: number | null;
  /** Styles of the contestants, null for one from a module; null as a whole while they are not known. */
  readonly styles: readonly (StyleKind | null)[] | null;
}

interface Entry {
  readonly type: string;
  readonly target: string;
  readonly atMs: number;
  readonly forMs: number;
  readonly everyMs: number | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

type Checked =
  | { readonly entry: Entry; readonly problems: readonly Problem[] }
  | { readonly entry: null; readonly problems: readonly Problem[] };

const timeKeys = new Set(Object.keys(times));

/** The only key that names a fault, or what is wrong. */
const typeOf = (
  written: unknown,
  path: readonly PropertyKey[],
  { document, kinds }: FaultContext,
): string | Problem => {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    return document.at(path, 'expected a fault such as { at: 5s, for: 5s, crash: payments }');
  }
  const keys = Object.keys(written);
  const types = keys.filter((key) => kinds.has(key));
  const [first, second] = types;
  if (first === undefined) {
    const stranger = keys.find((key) => !timeKeys.has(key));
    const known = [...kinds.keys()];
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
  const { document, measuredMs, instances } = context;
  const problems: Problem[] = [];
  if (measuredMs !== null && entry.atMs >= measuredMs) {
    problems.push(
      document.at([...path, 'at'], `strikes after the load has ended (${formatDuration(measuredMs)})`),
    );
  }
  if (entry.everyMs !== null && entry.everyMs <= entry.forMs) {
    problems.push(
      document.at([...path, 'every'], `expected more than its \`for\` (${formatDuration(entry.forMs)})`),
    );
  }
  const only = entry.settings['instance'];
  const most = instances[entry.target];
  if (typeof only === 'number' && most !== undefined && only > most) {
    problems.push(
      document.at([...path, 'instance'], `${entry.target} has ${most} instance${most === 1 ? '' : 's'}`),
    );
  }
  for (const key of ['instance', 'step']) {
    if (endsOf(entry.target) === null || entry.settings[key] === undefined) continue;
    problems.push(document.at([...path, key], `a link has no ${key}; it is for a service`));
  }
  return problems;
};

const isService = (target: string): target is ServiceName =>
  (serviceNames as readonly string[]).includes(target);

/** A service has its own steps; a fault on the step of another would touch nothing. */
const stepProblem = (
  { target, settings }: Entry,
  path: readonly PropertyKey[],
  document: ScenarioDocument,
): readonly Problem[] => {
  const { step: wanted } = settings;
  if (typeof wanted !== 'string' || endsOf(target) !== null) return [];
  const own: readonly string[] = isService(target) ? stepsOf[target] : [];
  if (own.includes(wanted)) return [];
  const has = own.length === 0 ? 'it has none of its own' : `it has ${own.join(', ')}`;
  return [document.at([...path, 'step'], `${target} has no step \`${wanted}\`; ${has}`)];
};

/** A target that no contestant has would never be touched. Of a style from a module nobody knows what it has. */
const absenceProblem = (
  { type, target }: Entry,
  path: readonly PropertyKey[],
  { document, styles }: FaultContext,
): readonly Problem[] => {
  if (styles === null || styles.length === 0) return [];
  const ends = endsOf(target);
  const named = ends === null ? [target] : [ends.from, ends.to];
  const has = (style: StyleKind | null, part: string): boolean => {
    if (style === null || part === 'client') return true;
    if (part === 'broker') return style.needs?.includes('rabbitmq') ?? true;
    return (style.services ?? serviceNames).includes(part);
  };
  // Both ends of a link must be there for one and the same contestant.
  if (styles.some((style) => named.every((part) => has(style, part)))) return [];
  const lacking = named.find((part) => !styles.some((style) => has(style, part))) ?? target;
  const what = lacking === 'broker' ? 'uses a broker' : `has \`${clip(lacking)}\``;
  return [document.at([...path, type], `no contestant ${what}, so the fault would touch nothing`)];
};

/** What a fault says of its settings together; each of them is sound by itself. */
const settingsProblems = (
  written: unknown,
  { settings }: FaultKind,
  document: ScenarioDocument,
  path: readonly PropertyKey[],
): readonly Problem[] => {
  const own = settings.strip();
  const parsed = own.safeParse(written);
  return parsed.success ? [] : problemsOf(parsed.error, own, document, path);
};

const checkEntry = (written: unknown, path: readonly PropertyKey[], context: FaultContext): Checked => {
  const { document, kinds, services } = context;
  const type = typeOf(written, path, context);
  if (typeof type !== 'string') return { entry: null, problems: [type] };
  const kind = kinds.get(type)!;
  const schema = faultSchema(type, kind);
  const parsed = schema.safeParse(written);
  if (!parsed.success) return { entry: null, problems: problemsOf(parsed.error, schema, document, path) };
  const { at, for: lasting, every, ...rest } = parsed.data;
  const { [type]: writtenTarget, ...settings } = rest as Record<string, unknown>;
  const target = targetOf(String(writtenTarget), kind.scope, services);
  if (typeof target !== 'string')
    return { entry: null, problems: [document.at([...path, type], target.problem)] };
  const entry = { type, target, atMs: at, forMs: lasting, everyMs: every ?? null, settings };
  return {
    entry,
    problems: [
      ...settingsProblems(written, kind, document, path),
      ...timeProblems(entry, path, context),
      ...stepProblem(entry, path, document),
      ...absenceProblem(entry, path, context),
    ],
  };
};

/** A repeated fault strikes as often as it fits into the load. */
const strikesOf = ({ atMs, everyMs }: Entry, measuredMs: number): readonly number[] => {
  if (everyMs === null) return [atMs];
  const strikes: number[] = [];
  for (let next = atMs; next < measuredMs; next += everyMs) strikes.push(next);
  return strikes;
};

/** All of them, where a fault names none. */
const meets = (a: unknown, b: unknown): boolean => a === undefined || b === undefined || a === b;

/**
 * Two faults of one kind at the same place and time would undo one another's repair. So would two of different kinds that both act on
 * the process from outside: one that is dead cannot be paused, and starting it again ends the pause.
 */
const overlapsIn =
  (kinds: ReadonlyMap<string, FaultKind>) =>
  (a: FaultSpec, b: FaultSpec): boolean => {
    const fromOutside = [a, b].every(({ type }) => kinds.get(type)?.strike !== undefined);
    return (
      (fromOutside || (a.type === b.type && meets(a.settings['step'], b.settings['step']))) &&
      a.target === b.target &&
      meets(a.settings['instance'], b.settings['instance']) &&
      a.atMs < b.atMs + b.forMs &&
      b.atMs < a.atMs + a.forMs
    );
  };

/** Reads the `faults` of a scenario: every strike with its own id, times before scaling. */
export const readFaults = (
  written: readonly unknown[],
  context: FaultContext,
): { readonly faults: readonly FaultSpec[]; readonly problems: readonly Problem[] } => {
  const faults: FaultSpec[] = [];
  const problems: Problem[] = [];
  for (const [index, item] of written.entries()) {
    const path = ['faults', index];
    const checked = checkEntry(item, path, context);
    problems.push(...checked.problems);
    if (checked.entry === null || checked.problems.length > 0) continue;
    const { type, target, forMs, settings } = checked.entry;
    const { atMs, everyMs } = checked.entry;
    const count = everyMs === null ? 1 : Math.ceil(((context.measuredMs ?? 0) - atMs) / everyMs);
    if (faults.length + count > limits.injections) {
      const place = everyMs === null ? 'at' : 'every';
      const message = `would make more than ${limits.injections} injections in this run`;
      problems.push(context.document.at([...path, place], message));
      continue;
    }
    const strikes = strikesOf(checked.entry, context.measuredMs ?? 0);
    const name = `${type}-${target.replace(/[→↔]/, '-')}`;
    const before = faults.filter(({ id }) => id.startsWith(`${name}-`)).length;
    const specs = strikes.map((atMs, strike) => ({
      id: `${name}-${before + strike + 1}`,
      type,
      target,
      atMs,
      forMs,
      settings,
    }));
    const overlaps = overlapsIn(context.kinds);
    const met = faults.find((other) => specs.some((spec) => overlaps(spec, other)));
    if (met !== undefined) {
      const which = met.type === type ? `another \`${type}\`` : `\`${met.type}\``;
      problems.push(context.document.at([...path, 'at'], `overlaps with ${which} of ${target}`));
    }
    faults.push(...specs);
  }
  return { faults, problems };
};
