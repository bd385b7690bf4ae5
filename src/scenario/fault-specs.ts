import { isDeepStrictEqual } from 'node:util';
import { actsOf, type FaultSpec } from '../faults/fault.ts';
import { type FaultTarget, targetText } from '../faults/target.ts';
import { clip } from '../shared/clip.ts';
import { messageOf } from '../shared/errors.ts';
import { limits } from '../shared/limits.ts';
import { suggest } from '../shared/near-miss.ts';
import {
  absenceProblem,
  type Entry,
  type FaultContext,
  partProblems,
  partsOf,
  timeProblems,
} from './fault-checks.ts';
import { commonKeys, faultSchema, times } from './fault-kind.ts';
import { problemsOf } from './issues.ts';
import { isModulePath, resolvedName } from './module-path.ts';
import type { Problem } from './problem.ts';
import { readTarget } from './target.ts';

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
    return document.at(path, 'expected a fault such as { at: 5s, for: 5s, crash: SERVICE }');
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

/** Settings travel to the processes that they are for as JSON. */
const isPlain = (settings: unknown): boolean => {
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(settings)), settings);
  } catch {
    return false;
  }
};

/** The same for a fault of somebody else, whose schema may throw. */
const checkForeign = (written: unknown, path: readonly PropertyKey[], context: FaultContext): Checked => {
  try {
    return checkEntry(written, path, context);
  } catch (error) {
    const message = `the schema of the fault failed: ${clip(messageOf(error), 160)}`;
    return { entry: null, problems: [context.document.at(path, message)] };
  }
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
  const target = readTarget(
    { name: String(keys[key]), instance, step },
    kind.targets,
    services,
    context.instances,
  );
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
      ...(isPlain(settings.data ?? {})
        ? []
        : [
            document.at(
              [...path, key],
              'its settings are parsed to something that is no JSON, so that they cannot be sent to a process',
            ),
          ]),
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
    const checked = checkForeign(item, path, context);
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
