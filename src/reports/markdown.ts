import type { RunResult } from '../result/run.ts';
import { comparisonTable } from './comparison-rows.ts';
import { conclusionOf } from './conclusion.ts';
import type { Report } from './report.ts';

/** Text that Markdown and the HTML in it take as text. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const comparison = (result: RunResult): readonly string[] => {
  const { head, rows, notes } = comparisonTable(result);
  const lines = rows.flatMap(({ section, label, cells }, index) => [
    ...(rows[index - 1]?.section === section ? [] : [row([`**${section}**`, ...head.map(() => '')])]),
    row([plain(label), ...cells.map(plain)]),
  ]);
  return [
    row(['', ...head.map(plain)]),
    row(['---', ...head.map(() => '---:')]),
    ...lines,
    '',
    ...notes.map((note) => `- ${plain(note)}`),
  ];
};

const judged = (
  title: string,
  items: readonly { readonly text: string; readonly verdict: string; readonly detail: string }[],
): readonly string[] =>
  items.length === 0
    ? []
    : [
        '',
        row([title, 'verdict', 'measured']),
        row(['---', '---', '---']),
        ...items.map(({ text, verdict, detail }) => row([plain(text), `**${verdict}**`, plain(detail)])),
      ];

/** The comparison as GitHub-flavoured Markdown, for pull requests and step summaries. */
const toMarkdown = (result: RunResult): string => {
  const { title, claim } = result.scenario;
  const bullets = [...result.reasons, ...result.warnings.map((warning) => `Warning: ${warning}`)];
  return `${[
    `## ${plain(title)}: ${result.verdict}${result.partial ? ' (partial: interrupted)' : ''}`,
    '',
    plain(claim),
    '',
    ...conclusionOf(result).flatMap(({ text }) => [plain(text), '']),
    ...(bullets.length === 0 ? [] : [...bullets.map((line) => `- ${plain(line)}`), '']),
    ...comparison(result),
    ...judged('hypothesis', result.hypotheses),
    ...judged('budget', result.budgets),
  ].join('\n')}\n`;
};

export const markdown: Report = { name: 'markdown', file: 'report.md', render: toMarkdown };
