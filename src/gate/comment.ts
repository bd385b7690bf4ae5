import { type Gated, gateAdvice, gateCells, gateHeading, gateHow, worstGate } from './render-gate.ts';

/** Text that Markdown takes as text within a table. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replaceAll('<', '&lt;');

const row = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`;

/** The gate as Markdown, for a comment on a pull request and for a step summary. */
export const gateComment = (gated: readonly Gated[]): string => {
  const tables = gated.flatMap((one) => [
    '',
    plain(gateHow(one)),
    '',
    row(gateHeading),
    row(gateHeading.map((_, place) => (place === 0 || place === 5 ? '---' : '---:'))).replaceAll('\\', ''),
    ...one.gate.figures.map((figure) => row(gateCells(figure))),
  ]);
  return `### Tandem gate: ${worstGate(gated)}\n\n${plain(gateAdvice(gated))}\n${tables.join('\n')}\n`;
};
