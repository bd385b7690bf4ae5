import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { readSource } from '../scenario/read-source.ts';
import { fileOfName, scenarioNames } from '../scenario/scenario-file.ts';
import { clip } from '../shared/clip.ts';
import { codeOf, messageOf, UsageError } from '../shared/errors.ts';
import { suggest } from '../shared/near-miss.ts';
import { starterWorkflow, starterWorkflowScenario } from './starter-workflow.ts';

const schemaFile = (kind: 'scenario' | 'workflow'): string =>
  fileURLToPath(new URL(`../../schemas/${kind}.schema.json`, import.meta.url));

/** The way from one file to another, as a scenario or an editor reads it. */
const wayTo = (target: string, from: string): string => {
  const path = relative(dirname(from), target).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
};

/** A scenario to start from; `schema` is what an editor checks it against. */
const starterScenario = (schema: string): string => `# yaml-language-server: $schema=${schema}
title: Payments becomes slow
claim: A slow service slows down every request of a call chain, but only the completion of an event flow.
why: A waiting caller has nowhere to put the request; a queue does.

# One to eight ways to run the workflow. Policies override the defaults of a style; \`tandem plan\` shows them all.
contestants:
  http: { style: http }
  http-patient: { style: http, policies: { timeout: 5s, retries: 0 } }
  events: { style: events }

rounds: 3 # of each contestant

load:
  rate: 60/s # or stages: [{ rate: 50/s, for: 5s }, { rate: 500/s, for: 5s }]
  warmUp: 3s # not measured
  duration: 20s
  drain: 30s # at most; ends when nothing is left in flight
  patience: 10s # how long the client waits for an answer
  declined: 2% # of the payments

# The same capacity for every contestant.
services:
  payments: { instances: 1, workers: 32, work: { median: 20ms, p99: 80ms } }

# Times count from the end of the warm-up.
faults:
  - { at: 5s, for: 5s, latency: payments, add: 400ms }

# What the claim predicts. It is reported and never changes the exit code.
hypotheses:
  - http.accepted.p95 during > 400ms
  - events.accepted.p95 during < 100ms

# What must hold: a broken budget exits 1. Without a contestant it counts for each of them.
budgets:
  - lost == 0
  - events.completed.p95 < 8s
`;

/** A scenario that is there, with the schema where it is from the new place. */
const copyOf =
  (source: string) =>
  (schema: string): string =>
    `# yaml-language-server: $schema=${schema}\n${readSource(source).replace(/^# yaml-language-server:.*\n/, '')}`;

const isYaml = (file: string): boolean => /\.ya?ml$/.test(file);

const alreadyThere = (file: string): UsageError =>
  new UsageError(`${file}: exists already and is left as it is; choose another name`);

/** Writes a text to a new file; never over one that is there. */
const writeNew = (file: string, text: string): void => {
  if (!isYaml(file)) throw new UsageError(`${file}: expected a name that ends in .yaml`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw alreadyThere(file);
    throw new UsageError(`${file}: cannot be written: ${messageOf(error)}`);
  }
};

/** Writes a scenario to start from, the starter unless told otherwise; never over a file that is there. */
export const writeStarter = (file: string, scenario = starterScenario): void =>
  writeNew(file, scenario(wayTo(schemaFile('scenario'), file)));

/** Writes a workflow to start from, and a scenario that runs it; neither where one of the two files is there already. */
export const writeWorkflow = (workflow: string, scenario: string): void => {
  for (const file of [workflow, scenario]) {
    if (!isYaml(file)) throw new UsageError(`${file}: expected a name that ends in .yaml`);
    if (existsSync(file)) throw alreadyThere(file);
  }
  writeNew(workflow, starterWorkflow(wayTo(schemaFile('workflow'), workflow)));
  const way = wayTo(workflow, scenario);
  writeStarter(scenario, (schema) => starterWorkflowScenario(schema, way));
};

/** Writes the starter to a file, or a copy of the scenario of that name; gives the file that was written. */
export const startFrom = (first: string, copy?: string): string => {
  const source = fileOfName(first);
  if (source !== null) {
    const file = copy ?? `${first}.yaml`;
    writeStarter(file, copyOf(source));
    return file;
  }
  if (copy !== undefined)
    throw new UsageError(`no scenario \`${clip(first)}\`; ${suggest(first, scenarioNames())}`);
  writeStarter(first);
  return first;
};

/** Where the starter of a workflow goes when nobody says so. */
const usualFile = 'my-workflow.yaml';

interface Flags {
  readonly workflow?: string | true;
}

/** Writes a workflow and its scenario; gives the file of the scenario. */
const startWorkflow = (workflow: string | true, scenario: string, copy?: string): string => {
  if (copy !== undefined || fileOfName(scenario) !== null)
    throw new UsageError('a copy runs the workflow of its original: leave out `--workflow`, or the name');
  const file = workflow === true ? usualFile : workflow;
  writeWorkflow(file, scenario);
  process.stdout.write(`${file}\n`);
  return scenario;
};

export const registerInit = (program: Command): void => {
  program
    .command('init')
    .description('write a commented scenario to start from, or a workflow with a scenario')
    .argument('[file]', 'where to write it, or the name of a scenario to copy', 'my-scenario.yaml')
    .argument('[copy]', 'where to write the copy of a scenario; default: its name here')
    .option(
      '--workflow [file]',
      `write a commented workflow too (default: ${usualFile}), for the scenario to run`,
    )
    .action((first: string, copy: string | undefined, { workflow }: Flags) => {
      const file = workflow === undefined ? startFrom(first, copy) : startWorkflow(workflow, first, copy);
      const explain =
        typeof workflow === 'undefined'
          ? ''
          : `npx tandem explain ${workflow === true ? usualFile : workflow}, then `;
      process.stdout.write(`${file}\nnext: ${explain}npx tandem plan ${file}, then npx tandem run ${file}\n`);
    });
};
