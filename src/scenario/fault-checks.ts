import { type FaultTarget, targetText } from '../faults/target.ts';
import { clip } from '../shared/clip.ts';
import { formatDuration } from '../shared/durations.ts';
import { nearMiss } from '../shared/near-miss.ts';
import { actionsOfService } from '../workflow/actions.ts';
import type { Workflow } from '../workflow/definition.ts';
import { rolesOf, type StyleKind } from './contestants.ts';
import type { ScenarioDocument } from './document.ts';
import type { FaultKind } from './fault-kind.ts';
import type { Problem } from './problem.ts';

export interface FaultContext {
  readonly document: ScenarioDocument;
  /** Base of relative paths. */
  readonly file: string;
  /** By type, and those from modules by their absolute paths. */
  readonly kinds: ReadonlyMap<string, FaultKind>;
  /** What is wrong with a module; null when it is there. */
  readonly moduleProblem: (path: string) => string | null;
  readonly workflow: Workflow;
  /** Names of those outside; every contestant has them. */
  readonly parties: readonly string[];
  /** Those of the workflow, and coordinators that only a style has; the parties too. */
  readonly services: readonly string[];
  /** Instances per service, for faults that name one. */
  readonly instances: Readonly<Record<string, number>>;
  /** Services that scale for some contestant; `instances` has those that they always have. */
  readonly scaling: ReadonlySet<string>;
  /** Measured time before scaling; null while it is not known. */
  readonly measuredMs: number | null;
  /** Styles of the contestants, null for one from a module; null as a whole while they are not known. */
  readonly styles: readonly (StyleKind | null)[] | null;
}

/** An entry of `faults` whose shape is right. */
export interface Entry {
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

export const timeProblems = (
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
export const partProblems = (
  target: FaultTarget,
  written: Readonly<Record<string, unknown>>,
  path: readonly PropertyKey[],
  { document, instances, scaling, workflow }: FaultContext,
): readonly Problem[] => {
  if (target.kind !== 'service')
    return ['instance', 'step']
      .filter((key) => written[key] !== undefined)
      .map((key) => document.at([...path, key], `${noneOf[target.kind]} has no ${key}; it is for a service`));
  const { service, instance: only, step: wanted } = target;
  const problems: Problem[] = [];
  const most = instances[service];
  const many = `${most} instance${most === 1 ? '' : 's'}`;
  if (only !== null && most !== undefined && only > most) {
    const message = scaling.has(service)
      ? `${service} always has ${many}; whether \`autoscale\` has started more by then nobody knows before`
      : `${service} has ${many}`;
    problems.push(document.at([...path, 'instance'], message));
  }
  if (only === null && scaling.has(service))
    problems.push(
      document.at(
        path,
        `${service} scales, and processes that start later would go free; name one with \`instance\`, ${most === 1 ? '1' : `1 to ${most}`}`,
      ),
    );
  // A service has its own steps; a fault on the step of another would touch nothing.
  const own = actionsOfService(workflow, service);
  if (wanted !== null && !own.includes(wanted)) {
    const near = nearMiss(wanted, own);
    const has = own.length === 0 ? 'it has none of its own' : `it has ${own.join(', ')}`;
    const hint = near === null ? has : `did you mean \`${near}\`?`;
    problems.push(document.at([...path, 'step'], `${service} has no step \`${clip(wanted)}\`; ${hint}`));
  }
  return problems;
};

/** The parts of a round that must be there for the target to exist. */
export const partsOf = (target: FaultTarget): readonly string[] =>
  target.kind === 'link' ? [target.from, target.to] : [targetText(target)];

/** A target that no contestant has would never be touched. Of a style from a module nobody knows what it has. */
export const absenceProblem = (
  { key, target }: Entry,
  path: readonly PropertyKey[],
  { document, styles, workflow, parties }: FaultContext,
): readonly Problem[] => {
  if (styles === null || styles.length === 0) return [];
  const named = partsOf(target);
  const has = (style: StyleKind | null, part: string): boolean => {
    if (style === null || part === 'client' || parties.includes(part)) return true;
    if (part === 'broker') return style.needs?.includes('rabbitmq') ?? true;
    return rolesOf(style, workflow).includes(part);
  };
  // Both ends of a link must be there for one and the same contestant.
  if (styles.some((style) => named.every((part) => has(style, part)))) return [];
  const lacking = named.find((part) => !styles.some((style) => has(style, part))) ?? targetText(target);
  const what = lacking === 'broker' ? 'uses a broker' : `has \`${clip(lacking)}\``;
  return [document.at([...path, key], `no contestant ${what}, so the fault would touch nothing`)];
};
