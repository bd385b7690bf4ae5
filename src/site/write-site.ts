import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reports } from '../reports/index.ts';
import { collectRuns } from './collect.ts';
import { runsPage } from './runs-page.ts';

/** Writes all runs below a folder as static files for any web server; gives the paths that it wrote. */
export const writeSite = (directory: string, out: string): readonly string[] => {
  const runs = collectRuns(directory);
  const page = reports.get('html');
  const write = (path: string, text: string): string => {
    const file = join(out, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  return [
    write('index.html', runsPage(runs, { canOverlay: false })),
    ...runs.flatMap(({ id, result }) =>
      page === undefined ? [] : [write(`runs/${id}/report.html`, page.render(result))],
    ),
  ];
};
