import { json } from './json.ts';
import type { Report } from './report.ts';
import { table } from './table.ts';

/** Every format that a result can take. A new one is a file and a line here. */
export const reports: ReadonlyMap<string, Report> = new Map(
  [json, table].map((report) => [report.name, report]),
);
