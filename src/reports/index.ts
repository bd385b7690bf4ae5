import { standing } from '../verdicts/standing.ts';
import { benchmarkAction } from './benchmark-action.ts';
import { githubAnnotations, githubSummary } from './github.ts';
import { html } from './html/index.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { openMetrics } from './open-metrics.ts';
import type { Report } from './report.ts';
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
