import { z } from 'zod';
import { UsageError } from '../shared/errors.ts';
import { importOwn } from '../shared/import-own.ts';
import { type Policy, type PolicyFragment, writtenName } from './policy.ts';
import type { Style } from './style.ts';

const isPolicy = (value: unknown): value is Policy =>
  typeof value === 'object' &&
  value !== null &&
  'default' in value &&
  'schema' in value &&
  value.schema instanceof z.ZodType;

const isFragment = (value: unknown): value is PolicyFragment => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  if (!entries.every((entry): entry is [string, Policy] => isPolicy(entry[1]))) return false;
  return new Set(entries.map(([name, policy]) => writtenName(name, policy))).size === entries.length;
};

/** What every later step relies on; a style from a module was checked by nobody's compiler. */
const isStyle = (style: Partial<Style> | null | undefined): style is Style =>
  typeof style === 'object' &&
  style !== null &&
  typeof style.serve === 'function' &&
  typeof style.name === 'string' &&
  [style.needs, style.services].every(Array.isArray) &&
  isFragment(style.policies) &&
  (style.answers === 'when-done' || style.answers === 'when-accepted') &&
  typeof style.frontDoor === 'string' &&
  [style.frontDoor, style.liveUpdates ?? style.frontDoor].every((role) => style.services?.includes(role)) &&
  new Set(style.services).size === style.services?.length;

/** The `style` that a module exports. Rejects with a UsageError where it cannot be loaded or exports none. */
export const styleFrom = async (path: string): Promise<Style> => {
  const { style } = await importOwn<{ readonly style?: Partial<Style> }>(path, 'a style');
  if (!isStyle(style)) {
    const how = 'docs/adding-a-style.md says what a style is';
    throw new UsageError(
      `${path}: exports no \`style\` with a name, \`answers\`, services (each once), a front door and live updates among them, \`policies\` (each with a zod schema and a default), and \`serve\`; ${how}`,
    );
  }
  return style;
};
