import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reports } from '../reports/index.ts';
import { EnvironmentError, messageOf } from '../shared/errors.ts';
import { collectRuns } from './collect.ts';
import type { LeftOut } from './result-files.ts';
import { runsPage } from './runs-page.ts';

export interface WrittenSite {
  /** Paths of what was written. */
  readonly files: readonly string[];
  /** What was found and could not be read; the page of runs names it too. */
  readonly leftOut: readonly LeftOut[];
}

const write = (file: string, text: string): string => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new EnvironmentError(`${file}: cannot be written: ${messageOf(error)}`);
  }
  return file;
};

/** Writes all runs below a folder as static files for any web server. */
export const writeSite = (directory: string, out: string): WrittenSite => {
  const runs = collectRuns(directory);
  const page = reports.get('html');
  const files = [
    write(join(out, 'index.html'), runsPage(runs, { canOverlay: false })),
    ...runs.flatMap(({ id, result }) =>
      page === undefined ? [] : [write(join(out, 'runs', id, 'report.html'), page.render(result))],
    ),
  ];
  return { files, leftOut: runs.leftOut };
};
