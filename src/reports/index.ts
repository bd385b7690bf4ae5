import type { RunResult } from '../result/run.ts';
import { standing } from '../verdicts/standing.ts';
import { benchmarkAction } from './benchmark-action.ts';
import { githubAnnotations, githubSummary } from './github.ts';
import { hlog } from './hlog.ts';
import { html } from './html/index.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { openMetrics } from './open-metrics.ts';
import type { Report, TextFile } from './report.ts';
import { sweepCsv } from './sweep-csv.ts';
import { table } from './table.ts';

/** Of a result from anywhere, no format shows a better verdict than its rounds bear out. */
const honest = (report: Report): Report => ({
  ...report,
  render: (result) => report.render(standing(result)),
});

/** Every format that a result can take. A new one is a file and a line here. The document itself is as it is. */
export const reports: ReadonlyMap<string, Report> = new Map(
  [
    json,
    ...[table, html, markdown, junit, benchmarkAction, openMetrics, githubAnnotations, githubSummary].map(
      honest,
    ),
  ].map((report) => [report.name, report]),
);

const folderReports = [hlog, sweepCsv];

/** Every file of a run's folder that is made from its result, the result itself left out. */
export const filesOf = (result: RunResult): readonly TextFile[] => [
  ...[...reports.values()].flatMap(({ file, render }) =>
    file === null || file === json.file ? [] : [{ file, text: render(result) }],
  ),
  ...folderReports.flatMap(({ files }) => files(result)),
];
