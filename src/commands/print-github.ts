import { appendFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { reports } from '../reports/index.ts';
import type { RunResult } from '../result/run.ts';
import { EnvironmentError, messageOf } from '../shared/errors.ts';

/** Folder that GitHub knows files from. */
export const workspace = (): string => process.env['GITHUB_WORKSPACE'] || process.cwd();

/** GitHub finds a file by its path from the workspace, wherever the run was started. */
const fromWorkspace = (result: RunResult): RunResult => {
  const file = relative(workspace(), resolve(result.scenario.file));
  return { ...result, scenario: { ...result.scenario, file } };
};

/** Appends to the step summary where the runner names a file for it. */
export const appendSummary = (text: string): void => {
  const { GITHUB_STEP_SUMMARY: summary } = process.env;
  if (summary === undefined || summary === '') return;
  try {
    appendFileSync(summary, text);
  } catch (error) {
    throw new EnvironmentError(`GITHUB_STEP_SUMMARY: ${summary} cannot be written: ${messageOf(error)}`);
  }
};

/**
 * Annotations for the log of a GitHub job, and its step summary. The runner reads workflow commands on both streams, so
 * stdout can be left to the JSON.
 */
export const printGithub = (result: RunResult, log: NodeJS.WritableStream): void => {
  const render = (name: string): string => reports.get(name)?.render(fromWorkspace(result)) ?? '';
  log.write(render('github'));
  appendSummary(render('github-summary'));
};
