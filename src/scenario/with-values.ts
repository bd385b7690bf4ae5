import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { clip } from '../shared/clip.ts';
import { UsageError } from '../shared/errors.ts';
import { suggest } from '../shared/near-miss.ts';
import { isMergeKey } from './node-at.ts';

/** A value that takes the place of another one, or stands where none was written. */
export interface Change {
  /** Keys from the top of the file; an entry of a list by its number, counted from 0. */
  readonly path: readonly string[];
  /** Plain data, as YAML gives it. */
  readonly value: unknown;
}

/** What an alias stands for, as a copy of its own: whoever else uses the anchor keeps its values. */
const ownCopy = (document: Document, node: Node): Node => {
  if (!isAlias(node)) return node;
  const target = node.resolve(document);
  if (target === undefined) return node;
  const copy: unknown = target.clone();
  if (!isNode(copy)) return node;
  if (isMap(copy) || isSeq(copy) || isScalar(copy)) delete copy.anchor;
  return copy;
};

/** The value that a map has at a key from a map that is merged into it; nothing where it is not so. */
const mergedValue = (document: Document, map: unknown, key: string): Node | undefined => {
  if (!isMap(map)) return undefined;
  for (const { value } of map.items.filter((item) => isMergeKey(item.key))) {
    for (const one of isSeq(value) ? value.items : [value]) {
      const source = isAlias(one) ? one.resolve(document) : one;
      const found = isMap(source) ? (source.get(key, true) ?? mergedValue(document, source, key)) : undefined;
      if (isNode(found)) {
        const copy: unknown = ownCopy(document, found).clone();
        return isNode(copy) ? copy : undefined;
      }
    }
  }
  return undefined;
};

const shownPath = (path: readonly string[]): string => clip(path.join('.'), 120);

/** Makes the way to a value: nothing of it is shared with other places, and every part of it can have parts. */
const openWay = (document: Document, path: readonly string[]): void => {
  for (let depth = 1; depth < path.length; depth += 1) {
    const here = path.slice(0, depth);
    const [parent, key] = [document.getIn(here.slice(0, -1), true), here.at(-1) ?? ''];
    const written = document.getIn(here, true) ?? mergedValue(document, parent, key);
    if (!isNode(written) || (isScalar(written) && written.value === null)) {
      document.setIn(here, document.createNode({}, { flow: true }));
      continue;
    }
    const own = ownCopy(document, written);
    if (document.getIn(here, true) !== own) document.setIn(here, own);
    if (isScalar(own)) {
      const shown = clip(String(own.value));
      throw new UsageError(
        `\`${shownPath(here)}\` is \`${shown}\`, which has no \`${clip(path[depth] ?? '')}\`; set \`${shownPath(here)}\` as a whole`,
      );
    }
  }
};

/** A list has entries that are there, by their numbers; to add one is to write another scenario. */
const assertEntry = (document: Document, path: readonly string[]): void => {
  for (let depth = 0; depth < path.length; depth += 1) {
    const list = document.getIn(path.slice(0, depth), true);
    if (!isSeq(list)) continue;
    const [key, length] = [path[depth] ?? '', list.items.length];
    if (/^\d+$/.test(key) && Number(key) < length) continue;
    const known =
      list.items.length === 0
        ? 'it is empty'
        : suggest(
            key,
            list.items.map((_, at) => String(at)),
          );
    throw new UsageError(
      `\`${shownPath(path.slice(0, depth))}\` is a list without an entry \`${clip(key)}\`; ${known}`,
    );
  }
};

/**
 * The text of a scenario with other values at some places; what else is written stays, and so do comments. Whether the values make
 * sense is for the reader of the text to say. Throws a UsageError where a path leads through what has no parts. `source` is valid YAML.
 */
export const withValues = (source: string, changes: readonly Change[]): string => {
  const document = parseDocument(source, { merge: true });
  for (const { path, value } of changes) {
    assertEntry(document, path);
    openWay(document, path);
    assertEntry(document, path);
    document.setIn(path, document.createNode(value, { flow: true }));
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
};
