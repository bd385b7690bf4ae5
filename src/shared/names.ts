/** Whether a value is one of the names. */
export const isOneOf = <K extends string>(names: readonly K[], value: unknown): value is K =>
  names.some((name) => name === value);

/** One value for each of the names. */
export const recordOf = <K extends string, V>(
  names: readonly K[],
  of: (name: K, index: number) => V,
): Record<K, V> =>
  // What fromEntries makes of these names has these names; its own type forgets them.
  Object.fromEntries(names.map((name, index) => [name, of(name, index)])) as Record<K, V>;

/** The keys of a literal, in their order. Only for objects that have no other keys than their type says. */
export const keysOf = <T extends object>(literal: T): readonly (keyof T & string)[] =>
  Object.keys(literal) as (keyof T & string)[];
