import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clip } from '../shared/clip.ts';
import { UsageError } from '../shared/errors.ts';
import { nearMiss } from '../shared/near-miss.ts';
import { definitionProblems } from '../workflow/check.ts';
import { completeWorkflow } from '../workflow/complete.ts';
import type { Workflow } from '../workflow/definition.ts';
import { generatedNames, generatedSizes, generatedWorkflow } from '../workflow/generated.ts';
import { readDocument } from './document.ts';
import { problemsOf } from './issues.ts';
import { type Problem, renderProblems } from './problem.ts';
import { readSource } from './read-source.ts';
import { workflowSchema } from './workflow-schema.ts';

/** The workflow of a scenario that names none. */
export const usualWorkflow = 'subscribe';

/** The definitions that come with the program. */
const ownWorkflows = fileURLToPath(new URL('../../workflows', import.meta.url));

/**
 * Reads the text of a definition. Throws one UsageError with every problem found, each as `file:line:column`, the line and a caret.
 * @param name what it is called in results
 */
export const parseWorkflow = (text: string, file: string, name: string): Workflow => {
  const source = text.replace(/^\ufeff/, '');
  const document = readDocument(source);
  const fail = (problems: readonly Problem[]): never => {
    throw new UsageError(renderProblems(problems, file, source));
  };
  if (document.problems.length > 0) return fail(document.problems);
  const { success, data, error } = workflowSchema.safeParse(document.value);
  if (!success) return fail(problemsOf(error, workflowSchema, document, [], 'docs/workflows.md'));
  const workflow = completeWorkflow(name, data);
  const problems = definitionProblems(workflow);
  if (problems.length > 0) return fail(problems.map(({ path, message }) => document.at(path, message)));
  return workflow;
};

/** Names of the definitions that come with the program. */
export const shippedWorkflows = (): readonly string[] =>
  readdirSync(ownWorkflows)
    .filter((file) => extname(file) === '.yaml')
    .map((file) => basename(file, '.yaml'))
    .toSorted();

const known = new Map<string, Workflow>();

const shipped = (name: string): Workflow | null => {
  const read = known.get(name);
  if (read !== undefined) return read;
  const file = join(ownWorkflows, `${name}.yaml`);
  if (!/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(file)) return null;
  const workflow = parseWorkflow(readSource(file), file, name);
  known.set(name, workflow);
  return workflow;
};

/** Whether a workflow is named by the path of its file. */
const isFile = (name: string): boolean => /[\\/]/.test(name) || /\.ya?ml$/.test(name);

/**
 * The workflow of a name or of a path, which starts at the folder of the scenario file. Throws a UsageError that says what is wrong in
 * which file; a name that nothing has gives a problem in words.
 */
export const workflowNamed = (name: string, file: string): Workflow | { readonly problem: string } => {
  if (isFile(name)) {
    const path = resolve(dirname(file), name);
    if (!existsSync(path)) return { problem: `no file ${clip(path, 120)}` };
    return parseWorkflow(readSource(path), path, basename(path, extname(path)));
  }
  const workflow = shipped(name) ?? generatedWorkflow(name);
  if (workflow !== null) return workflow;
  const near = nearMiss(name, shippedWorkflows());
  const { least, most } = generatedSizes;
  const known = [
    ...shippedWorkflows(),
    ...generatedNames.map((one) => `${one} (N from ${least} to ${most})`),
    'the path of a file such as ./my-workflow.yaml',
  ];
  const hint = near === null ? `expected one of ${known.join(', ')}` : `did you mean \`${near}\`?`;
  return { problem: `unknown workflow \`${clip(name)}\`; ${hint}` };
};

/** A definition that comes with the program. Throws where there is none of that name. */
export const shippedWorkflow = (name: string): Workflow => {
  const workflow = shipped(name) ?? generatedWorkflow(name);
  if (workflow === null) throw new Error(`no workflow ${name} comes with the program`);
  return workflow;
};
