import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type RunResult, resultSchema } from '../analysis/result.ts';
import { reports } from '../reports/index.ts';
import { messageOf, UsageError } from '../shared/errors.ts';
import { writeSite } from '../site/write-site.ts';

/** Reads the `result.json` of a run's folder (or the file itself). */
export const readResult = (path: string): RunResult => {
  const file = path.endsWith('.json') ? path : join(path, 'result.json');
  if (!existsSync(file))
    throw new UsageError(
      `${file}: no result there; give the folder of a run, for instance results/baseline/<time>`,
    );
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: not a JSON document: ${messageOf(error)}`);
  }
  const { schema } = (value ?? {}) as { schema?: unknown };
  if (schema !== resultSchema) {
    throw new UsageError(
      `${file}: schema is ${JSON.stringify(schema)}, this version reads ${JSON.stringify(resultSchema)}`,
    );
  }
  return value as RunResult;
};

export const registerReport = (program: Command): void => {
  program
    .command('report')
    .description('make the reports of a run again from its result.json')
    .argument('<dir>', 'folder of a run; with --site a folder of many')
    .option('--site <out>', 'write all runs below DIR as static files for a web server')
    .action((directory: string, { site }: { site?: string }) => {
      if (site !== undefined) {
        for (const file of writeSite(directory, site)) process.stdout.write(`${file}\n`);
        return;
      }
      const result = readResult(directory);
      for (const { name, file, render } of reports.values()) {
        if (file === null || name === 'json') continue;
        writeFileSync(join(directory, file), render(result));
        process.stdout.write(`${join(directory, file)}\n`);
      }
    });
};
