import { z } from 'zod';
import { UsageError } from '../shared/errors.ts';
import { importOwn } from '../shared/import-own.ts';
import type { Fault } from './fault.ts';

/** Which hook acts on which kind of target. */
const hooksFor = new Map<unknown, readonly ('wrap' | 'inject' | 'shape')[]>([
  ['service', ['wrap', 'inject']],
  ['broker', ['inject']],
  ['link', ['shape']],
]);

/** What every later step relies on; a fault from a module was checked by nobody's compiler. */
const isFault = (fault: Partial<Fault> | null | undefined): fault is Fault =>
  typeof fault === 'object' &&
  fault !== null &&
  typeof fault.type === 'string' &&
  /^[a-z][a-z0-9-]*$/.test(fault.type) &&
  fault.settings instanceof z.ZodObject &&
  Array.isArray(fault.targets) &&
  fault.targets.length > 0 &&
  fault.targets.every((target) => hooksFor.get(target)?.some((hook) => typeof fault[hook] === 'function'));

/** The `fault` that a module exports. Rejects with a UsageError where it cannot be loaded or exports none. */
export const faultFrom = async (path: string): Promise<Fault> => {
  const { fault } = await importOwn<{ readonly fault?: Partial<Fault> }>(path, 'a fault');
  if (!isFault(fault))
    throw new UsageError(
      `${path}: exports no \`fault\` with a type (small letters, digits, hyphens), \`targets\`, \`settings\` (a zod object) and a hook for each target (\`wrap\` or \`inject\` for a service, \`inject\` for the broker, \`shape\` for a link); docs/adding-a-fault.md says what a fault is`,
    );
  return fault;
};
