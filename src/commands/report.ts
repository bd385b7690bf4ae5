import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { filesOf } from '../reports/index.ts';
import { assertFolder } from '../runs/existing-folder.ts';
import { readResult, resultFileOf } from '../runs/read-result.ts';
import { writeWhole } from '../shared/write-whole.ts';
import { writeSite } from '../site/write-site.ts';
import { nameLeftOut } from './left-out.ts';

const remakeSite = (directory: string, out: string): void => {
  assertFolder(directory, 'give a folder of results');
  const { files, leftOut } = writeSite(directory, out);
  for (const file of files) process.stdout.write(`${file}\n`);
  nameLeftOut(leftOut);
};

const remakeReports = (path: string): void => {
  const result = readResult(path);
  const folder = dirname(resultFileOf(path));
  for (const { file, text } of filesOf(result)) {
    writeWhole(join(folder, file), text);
    process.stdout.write(`${join(folder, file)}\n`);
  }
};

export const registerReport = (program: Command): void => {
  program
    .command('report')
    .description('make the reports of a run again from its result.json')
    .argument('<dir>', 'folder of a run; with --site a folder of many')
    .option('--site <out>', 'write all runs below DIR as static files for a web server')
    .action((directory: string, { site }: { site?: string }) => {
      if (site === undefined) remakeReports(directory);
      else remakeSite(directory, site);
    });
};
