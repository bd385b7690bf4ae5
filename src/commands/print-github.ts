import { appendFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { RunResult } from '../analysis/result.ts';
import { reports } from '../reports/index.ts';
import { EnvironmentError, messageOf } from '../shared/errors.ts';

/** GitHub finds a file by its path from the workspace, wherever the run was started. */
const fromWorkspace = (result: RunResult, workspace: string): RunResult => {
  const file = relative(workspace, resolve(result.scenario.file));
  return { ...result, scenario: { ...result.scenario, file } };
};

/**
 * Annotations for the log of a GitHub job, and its step summary where the runner names a file for it. The runner reads
 * workflow commands on both streams, so stdout can be left to the JSON.
 */
export const printGithub = (result: RunResult, log: NodeJS.WritableStream): void => {
  const { GITHUB_WORKSPACE: workspace = process.cwd(), GITHUB_STEP_SUMMARY: summary } = process.env;
  const render = (name: string): string => reports.get(name)?.render(fromWorkspace(result, workspace)) ?? '';
  log.write(render('github'));
  if (summary === undefined || summary === '') return;
  try {
    appendFileSync(summary, render('github-summary'));
  } catch (error) {
    throw new EnvironmentError(`GITHUB_STEP_SUMMARY: ${summary} cannot be written: ${messageOf(error)}`);
  }
};
