/** A place at which two documents are not alike: its path, and what stands there; undefined where nothing does. */
export interface TreeDifference {
  readonly path: string;
  readonly a: unknown;
  readonly b: unknown;
}

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const valueAt = (tree: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(tree, key) ? tree[key] : undefined;

/**
 * Every leaf in which two JSON documents differ, by its path, in the order of the keys whatever order they were written
 * in. A part that only one of them has is one difference and not one for each leaf of it.
 */
export const treeDifferences = (a: unknown, b: unknown, path = ''): readonly TreeDifference[] => {
  if (Object.is(a, b)) return [];
  if (!isTree(a) || !isTree(b) || Array.isArray(a) !== Array.isArray(b)) return [{ path, a, b }];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted((one, other) =>
    one.localeCompare(other, 'en', { numeric: true }),
  );
  return keys.flatMap((key) =>
    treeDifferences(valueAt(a, key), valueAt(b, key), path === '' ? key : `${path}.${key}`),
  );
};
