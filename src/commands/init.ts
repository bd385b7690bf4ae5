import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { readSource } from '../scenario/read-source.ts';
import { fileOfName, scenarioNames } from '../scenario/scenario-file.ts';
import { clip } from '../shared/clip.ts';
import { codeOf, messageOf, UsageError } from '../shared/errors.ts';
import { suggest } from '../shared/near-miss.ts';

const schemaFile = fileURLToPath(new URL('../../schemas/scenario.schema.json', import.meta.url));

/** A scenario to start from; `schema` is what an editor checks it against. */
const starterScenario = (schema: string): string => `# yaml-language-server: $schema=${schema}
title: Payments becomes slow
claim: A slow service slows down every request of a call chain, but only the completion of an event flow.
why: A waiting caller has nowhere to put the request; a queue does.

# Two to four ways to run the workflow. Policies override the defaults of a style; \`tandem plan\` shows them all.
contestants:
  http: { style: http }
  http-patient: { style: http, policies: { timeout: 5s, retries: 0 } }
  events: { style: events }

rounds: 3 # of each contestant, interleaved

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

/** Writes a scenario to start from, the starter unless told otherwise; never over a file that is there. */
export const writeStarter = (file: string, scenario = starterScenario): void => {
  if (!/\.ya?ml$/.test(file)) throw new UsageError(`${file}: expected a name that ends in .yaml`);
  const schema = relative(dirname(file), schemaFile).replaceAll('\\', '/');
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, scenario(schema.startsWith('.') ? schema : `./${schema}`), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      throw new UsageError(`${file}: exists already and is left as it is; choose another name`);
    }
    throw new UsageError(`${file}: cannot be written: ${messageOf(error)}`);
  }
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

export const registerInit = (program: Command): void => {
  program
    .command('init')
    .description('write a commented scenario to start from')
    .argument('[file]', 'where to write it, or the name of a scenario to copy', 'my-scenario.yaml')
    .argument('[copy]', 'where to write the copy of a scenario; default: its name here')
    .action((first: string, copy?: string) => {
      const file = startFrom(first, copy);
      process.stdout.write(`${file}\nnext: npx tandem plan ${file}, then npx tandem run ${file}\n`);
    });
};
