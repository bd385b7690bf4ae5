import type { RunResult } from '../result/run.ts';
import type { Report } from './report.ts';

/** The result document itself; everything else can be made from it again. */
export const toJson = (result: RunResult): string => `${JSON.stringify(result)}\n`;

export const json: Report = { name: 'json', file: 'result.json', render: toJson };
