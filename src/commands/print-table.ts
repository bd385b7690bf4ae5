import { join } from 'node:path';
import { renderTable } from '../reports/table.ts';
import type { FinishedRun } from './run-files.ts';

/** The comparison on stdout, with the place of the page that shows more. */
export const printTable = ({ result, folder }: FinishedRun): void => {
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  process.stdout.write(`${renderTable(result, { colour })}\n`);
  process.stdout.write(`report: ${join(folder, 'report.html')}\n\n`);
};
