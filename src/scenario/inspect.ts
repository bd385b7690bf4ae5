import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type YAMLMap,
} from 'yaml';
import { clip } from '../shared/clip.ts';
import { limits } from '../shared/limits.ts';
import { type Anchored, isMergeKey } from './node-at.ts';

/** Something wrong with a node; `node` says where. */
export interface Finding {
  readonly node: unknown;
  readonly message: string;
}

/** Walks a parsed document once, and stops at the first limit that it breaks. */
class Inspector {
  readonly findings: Finding[] = [];
  readonly anchored = new Map<Alias, Node>();
  readonly #anchors = new Map<string, Node>();
  /** Values that a node has once its aliases are replaced. */
  readonly #sizes = new Map<unknown, number>();
  /** Anchored nodes whose inside is being walked: an alias to one of them would contain itself. */
  readonly #open = new Set<unknown>();
  #values = 0;
  #aliases = 0;

  walk(node: unknown, depth: number): number {
    this.#values += 1;
    if (this.#values > limits.values) throw new TooMuch(node, `more than ${limits.values} values`);
    if (depth > limits.depth)
      throw new TooMuch(node, `maps and lists within one another more than ${limits.depth} deep`);
    if (isAlias(node)) return this.#alias(node);
    if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    }
    if (!isMap(node) && !isSeq(node)) return 1;
    this.#open.add(node);
    const size = isMap(node) ? this.#map(node, depth) : this.#sum(node.items, depth);
    this.#open.delete(node);
    if (size > limits.values)
      throw new TooMuch(node, `more than ${limits.values} values, with all that its aliases stand for`);
    this.#sizes.set(node, size);
    return size;
  }

  #sum(items: readonly unknown[], depth: number): number {
    return items.reduce<number>((sum, item) => {
      // In a list, `- a: b` in brackets may stand as a pair.
      const inner = isPair(item) ? item.value : item;
      return sum + this.walk(inner, depth + 1);
    }, 1);
  }

  #map(map: YAMLMap, depth: number): number {
    const seen = new Set<string>();
    let size = 1;
    for (const { key, value } of map.items) {
      this.#key(key, map, seen);
      size += 1 + this.walk(value, depth + 1);
      if (isMergeKey(key)) this.#mergeSource(value);
    }
    return size;
  }

  #key(key: unknown, map: YAMLMap, seen: Set<string>): void {
    const written = isScalar(key) ? key.value : null;
    if (!isScalar(key) || written === null || typeof written === 'object') {
      this.findings.push({
        node: isScalar(key) || key === null ? map : key,
        message: 'a key must be a text',
      });
      return;
    }
    if (key.anchor !== undefined) this.#anchors.set(key.anchor, key);
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- objects have left above
    const name = isMergeKey(key) ? '<<' : String(written);
    if (seen.has(name)) {
      const hint = name === '<<' ? '; merge several maps as `<<: [*one, *other]`' : ' in the same map';
      this.findings.push({ node: key, message: `the key \`${clip(name)}\` is written twice${hint}` });
    }
    seen.add(name);
  }

  #alias(alias: Alias): number {
    this.#aliases += 1;
    if (this.#aliases > limits.aliases) throw new TooMuch(alias, `more than ${limits.aliases} aliases`);
    const target = this.#anchors.get(alias.source);
    const name = clip(alias.source);
    if (target === undefined) {
      this.findings.push({ node: alias, message: `\`*${name}\` has no anchor \`&${name}\` before it` });
      return 1;
    }
    if (this.#open.has(target)) {
      this.findings.push({ node: alias, message: `\`*${name}\` stands within its own anchor \`&${name}\`` });
      return 1;
    }
    this.anchored.set(alias, target);
    return this.#sizes.get(target) ?? 1;
  }

  #mergeSource(value: unknown): void {
    const follow = (node: unknown): unknown => (isAlias(node) ? this.anchored.get(node) : node);
    const source = follow(value);
    const maps = isSeq(source) ? source.items.map(follow) : [source];
    // An alias without its anchor is told of already.
    if (maps.every((map) => isMap(map) || map === undefined)) return;
    this.findings.push({
      node: value,
      message: 'only maps can be merged, as in `<<: *name`, where `&name` is a map',
    });
  }
}

class TooMuch extends Error {
  readonly finding: Finding;
  constructor(node: unknown, message: string) {
    super(message);
    this.finding = { node, message: `too much for a scenario: ${message}` };
  }
}

/** What is wrong with a document before anybody looks at what it says, and what its aliases stand for. */
export const inspect = (
  document: Document,
): { readonly findings: readonly Finding[]; readonly anchored: Anchored } => {
  const inspector = new Inspector();
  try {
    inspector.walk(document.contents, 0);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    inspector.findings.push(error.finding);
  }
  return { findings: inspector.findings, anchored: inspector.anchored };
};
