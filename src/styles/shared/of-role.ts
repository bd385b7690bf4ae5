import type { ProcessRole } from '../style.ts';

/** The entry of a role in a style's table. Throws an Error where it has none: the harness asks only for roles of the style. */
export const ofRole = <T>(table: Readonly<Record<string, T>>, role: ProcessRole): T => {
  const entry = table[role];
  if (entry === undefined) throw new Error(`this style has no service ${role}`);
  return entry;
};
