import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';

type Path = readonly PropertyKey[];

/** What every alias of a document stands for. */
export type Anchored = ReadonlyMap<Alias, Node>;

/** `<<: *defaults`, the key by which YAML users share what several maps have in common. */
export const isMergeKey = (key: unknown): boolean =>
  isScalar(key) && typeof key.value === 'symbol' && key.value.description === '<<';

const follow = (node: unknown, anchored: Anchored): unknown => (isAlias(node) ? anchored.get(node) : node);

/** The pair of a map that decides a key: its own, else that of the first map merged into it. */
const pairIn = (map: unknown, key: PropertyKey, anchored: Anchored): Pair | null => {
  if (!isMap(map)) return null;
  const own = map.items.find(
    (item) => !isMergeKey(item.key) && isScalar(item.key) && String(item.key.value) === String(key),
  );
  if (own !== undefined) return own;
  for (const { value } of map.items.filter((item) => isMergeKey(item.key))) {
    const source = follow(value, anchored);
    for (const merged of isSeq(source) ? source.items : [source]) {
      const pair = pairIn(follow(merged, anchored), key, anchored);
      if (pair !== null) return pair;
    }
  }
  return null;
};

/** The key and value at a path, through aliases and merged maps; null in a list and where nothing is written. */
export const pairAt = (document: Document, path: Path, anchored: Anchored): Pair | null => {
  const key = path.at(-1);
  if (key === undefined) return null;
  return pairIn(follow(nodeAt(document, path.slice(0, -1), anchored), anchored), key, anchored);
};

/** What is written at a path: a value, or the alias that stands for it. */
export const nodeAt = (document: Document, path: Path, anchored: Anchored): unknown => {
  let node: unknown = document.contents;
  for (const key of path) {
    const parent = follow(node, anchored);
    node = isSeq(parent) ? parent.items[Number(key)] : pairIn(parent, key, anchored)?.value;
  }
  return node;
};
