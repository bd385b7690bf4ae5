import type { RunResult } from '../result/run.ts';
import { UsageError } from '../shared/errors.ts';
import { reports } from './index.ts';

/** A result as a report of the given name, for instance `html` or `markdown`. Throws a UsageError that lists the names there are. */
export const renderReport = (result: RunResult, name: string): string => {
  const report = reports.get(name);
  if (report !== undefined) return report.render(result);
  throw new UsageError(`no report is named ${name}; expected one of ${[...reports.keys()].join(', ')}`);
};
