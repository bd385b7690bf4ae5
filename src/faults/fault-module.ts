import { z } from 'zod';
import { UsageError } from '../shared/errors.ts';
import { importOwn, shown } from '../shared/import-own.ts';
import type { Fault } from './fault.ts';

/** Which hook acts on which kind of target. */
const hooksFor = new Map<unknown, readonly ('wrap' | 'inject' | 'shape' | 'start')[]>([
  ['service', ['wrap', 'inject', 'start']],
  ['broker', ['inject']],
  ['link', ['shape']],
]);

const hookProblem = (fault: Partial<Fault>): string | null => {
  const wrong = (['wrap', 'shape', 'inject', 'start'] as const).find(
    (hook) => !['undefined', 'function'].includes(typeof fault[hook]),
  );
  return wrong === undefined ? null : `its \`${wrong}\` is ${shown(fault[wrong])}; expected a function`;
};

const targetsProblem = (fault: Partial<Fault>): string | null => {
  const { targets = [] } = fault;
  if (!Array.isArray(targets) || targets.length === 0)
    return 'its `targets` are no list, or an empty one; expected service, broker or link in it';
  for (const target of targets) {
    const hooks = hooksFor.get(target);
    if (hooks === undefined) return `its \`targets\` hold ${shown(target)}; expected service, broker or link`;
    if (!hooks.some((hook) => typeof fault[hook] === 'function'))
      return `it can act on a ${String(target)} and has no ${hooks.map((hook) => `\`${hook}\``).join(' or ')}`;
  }
  return null;
};

/** What every later step relies on; a fault from a module was checked by no compiler of ours. null where nothing is wrong. */
const problemOf = (fault: Partial<Fault> | null | undefined): string | null => {
  if (typeof fault !== 'object' || fault === null) return 'it exports no `fault`';
  if (typeof fault.type !== 'string' || !/^[a-z][a-z0-9-]*$/.test(fault.type))
    return `its \`type\` is ${shown(fault.type)}; expected a name of small letters, digits and hyphens`;
  if (!(fault.settings instanceof z.ZodObject)) return 'its `settings` are no zod object';
  const taken = ['at', 'for', 'every', 'instance', 'step'].find(
    (key) => key in (fault.settings?.shape ?? {}),
  );
  if (taken !== undefined) return `its settings have \`${taken}\`, which every fault has of its own`;
  return hookProblem(fault) ?? targetsProblem(fault);
};

const isFault = (fault: Partial<Fault> | null | undefined): fault is Fault => problemOf(fault) === null;

/** The `fault` that a module exports. Rejects with a UsageError where it cannot be loaded, or that says what is wrong with it. */
export const faultFrom = async (path: string): Promise<Fault> => {
  const { fault } = await importOwn<{ readonly fault?: Partial<Fault> }>(path, 'a fault');
  if (!isFault(fault))
    throw new UsageError(`${path}: ${problemOf(fault) ?? ''}; docs/adding-a-fault.md says what a fault is`);
  return fault;
};
