/** What a document may be at most before its shape is looked at; far above what the longest run writes. */
export const documentLimits = {
  /** 500 rounds with all that a round can have; parsing more takes seconds. */
  bytes: 32 * 1024 * 1024,
  depth: 32,
  /** Entries of one list. */
  entries: 100_000,
  /** Keys of one object. */
  keys: 10_000,
  /** Values altogether. */
  values: 4_000_000,
} as const;

interface Open {
  readonly value: object;
  readonly depth: number;
}

/**
 * The first limit that a parsed JSON document exceeds, in words; null when it keeps to all. It does not recurse, so a
 * document cannot be too deep for it. Whatever reads the document later may recurse.
 */
export const exceededLimit = (document: unknown): string | null => {
  const open: Open[] = [];
  let values = 0;
  const push = (value: unknown, depth: number): void => {
    values += 1;
    if (typeof value === 'object' && value !== null) open.push({ value, depth });
  };
  push(document, 1);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (depth > documentLimits.depth) return `nested more than ${documentLimits.depth} levels deep`;
    const isList = Array.isArray(value);
    const inside: readonly unknown[] = isList ? value : Object.values(value);
    if (isList && inside.length > documentLimits.entries)
      return `a list of ${inside.length} entries; ${documentLimits.entries} are read at most`;
    if (!isList && inside.length > documentLimits.keys)
      return `an object of ${inside.length} keys; ${documentLimits.keys} are read at most`;
    for (const one of inside) push(one, depth + 1);
    if (values > documentLimits.values) return `more than ${documentLimits.values} values`;
  }
  return null;
};
