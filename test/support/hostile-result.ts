import { parseDocument } from '../../src/result/parse-result.ts';
import type { RunResult } from '../../src/result/run.ts';
import { crashRun } from './sample-results.ts';

const closed = new Set(['schema', 'verdict', 'answers', 'outcome']);
/** Packed data: what cannot be unpacked is refused. */
const packed = 'histograms';
const free = new Set(['contestants', 'processes', 'capacity']);

const poisoned = (value: unknown, payload: string, key = ''): unknown => {
  if (key === packed) return value;
  if (typeof value === 'string') return closed.has(key) ? value : `${value}${payload}`;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, payload));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      free.has(key) ? `${name}${payload}` : name,
      poisoned(one, payload, name),
    ]),
  );
};

/**
 * A result that its schema takes, in which every text that a file may choose freely ends in the same hostile one; contestants
 * keep what tells them apart.
 */
export const hostileResult = (payload: string): RunResult => {
  const { result, problems } = parseDocument(poisoned(JSON.parse(JSON.stringify(crashRun())), payload));
  if (result === null) throw new Error(`not readable: ${JSON.stringify(problems)}`);
  return result;
};

/** Ways out of a text, an attribute, a script, a style, a title and a comment; each leaves an element or sets `owned`. */
export const hostileTexts: readonly string[] = [
  `<script>globalThis.owned = 1</script>`,
  `<img src=x onerror="globalThis.owned=1" class=owned>`,
  `"><svg onload=globalThis.owned=1 class=owned>`,
  `' onmouseover='globalThis.owned=1' autofocus onfocus='globalThis.owned=1' class='owned`,
  `" autofocus onfocus="globalThis.owned=1" class="owned`,
  `</script></style></title></textarea></pre></svg><b class=owned onclick=1>`,
  `--><b class=owned>`,
  `]]></desc></text><script>globalThis.owned=1</script>`,
  `\u2028globalThis.owned=1//\u0000<\u0000b class=owned>`,
  `\${globalThis.owned=1}\`$&$\`$'`,
  `&lt;b class=owned&gt;&#60;b class=owned&#62;`,
  `javascript:globalThis.owned=1`,
];
