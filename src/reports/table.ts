import { Chalk, type ChalkInstance } from 'chalk';
import Table from 'cli-table3';
import type { RunResult } from '../result/run.ts';
import { printable } from '../shared/printable.ts';
import { standing } from '../verdicts/standing.ts';
import { comparisonTable } from './comparison-rows.ts';
import { conclusionOf } from './conclusion.ts';
import type { Report } from './report.ts';

const bare = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

const paintFor = (chalk: ChalkInstance): Readonly<Record<string, ChalkInstance>> => ({
  supported: chalk.green,
  pass: chalk.green,
  refuted: chalk.red,
  fail: chalk.red,
  invalid: chalk.magenta,
  inconclusive: chalk.yellow,
  warn: chalk.yellow,
});

const comparison = (result: RunResult, chalk: ChalkInstance): string => {
  const { head, rows } = comparisonTable(result);
  const table = new Table({
    head: ['', ...head].map((name) => chalk.bold(printable(name))),
    chars: bare,
    colAligns: ['left', ...head.map(() => 'right' as const)],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  let section = '';
  for (const row of rows) {
    if (row.section !== section) table.push([{ content: chalk.dim(row.section), colSpan: head.length + 1 }]);
    section = row.section;
    table.push([`  ${printable(row.label)}`, ...row.cells.map(printable)]);
  }
  return table.toString();
};

const verdicts = (result: RunResult, chalk: ChalkInstance): string[] => {
  const paint = paintFor(chalk);
  const line = ({ text, verdict, detail }: { text: string; verdict: string; detail: string }): string =>
    `  ${(paint[verdict] ?? chalk.white)(verdict.padEnd(12))} ${printable(text)}  ${chalk.dim(`(${printable(detail)})`)}`;
  return [
    ...(result.hypotheses.length > 0 ? [chalk.bold('hypotheses'), ...result.hypotheses.map(line)] : []),
    ...(result.budgets.length > 0 ? [chalk.bold('budgets'), ...result.budgets.map(line)] : []),
    ...result.warnings.map((warning) => chalk.yellow(`warning: ${printable(warning)}`)),
    `${chalk.bold('verdict')} ${(paint[result.verdict] ?? chalk.white)(result.verdict)}${result.partial ? ' (partial: interrupted)' : ''}`,
    ...result.reasons.map((reason) => `  ${printable(reason)}`),
  ];
};

/** The comparison for the terminal, plain without colour. */
export const renderTable = (stored: RunResult, { colour }: { readonly colour: boolean }): string => {
  const result = standing(stored);
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  const { title, claim } = result.scenario;
  const found = conclusionOf(result).map(({ text }) => `  ${printable(text)}`);
  const head = [chalk.bold(printable(title)), chalk.dim(`claim: ${printable(claim)}`), ''];
  const notes = comparisonTable(result).notes.map((note) => chalk.dim(printable(note)));
  return [
    ...head,
    chalk.bold('conclusion'),
    ...found,
    '',
    comparison(result, chalk),
    '',
    ...notes,
    '',
    ...verdicts(result, chalk),
  ]
    .join('\n')
    .replace(/[ \t]+$/gm, '');
};

export const table: Report = {
  name: 'table',
  file: null,
  render: (result) => renderTable(result, { colour: false }),
};
