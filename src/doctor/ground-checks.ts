import { curveOf } from '../load/shapes/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioFor } from '../scenario/scenario-for.ts';
import { EnvironmentError } from '../shared/errors.ts';
import { lengthOf } from '../shared/stages.ts';
import { type Check, renderChecks, required } from './check.ts';
import { type FolderFacts, type Ground, gatherGround } from './ground.ts';

const gibibyte = 2 ** 30;
const leastFreeBytes = gibibyte;
/** A result takes a few MiB; databases and a broker take the rest, in the temporary folder. */
const leastFreeForResults = 2 ** 28;
/** What a process has open besides the connections of requests: databases, logs, pipes, the broker. */
export const leastOpenFiles = 256;

export const size = (bytes: number): string => `${(bytes / gibibyte).toFixed(1)} GiB`;

const checkFolder = (name: string, { path, trouble }: FolderFacts, remedy: string): Check =>
  required(name, trouble === null, trouble ?? `${path} is writable`, [remedy]);

const checkSpace = (name: string, { path, freeBytes }: FolderFacts, least: number): Check =>
  required(name, freeBytes >= least, `${size(freeBytes)} free at ${path} (needs ${size(least)})`, [
    `free some space at ${path}`,
  ]);

/** Of a folder that is not there at all, the space says nothing. */
const checksOf = (folder: Check, space: Check): readonly Check[] =>
  folder.status === 'ok' ? [folder, space] : [folder];

/** Judges what `doctor` and the start of a run look at alike. */
export const judgeGround = ({ results, temp, openFiles: { limit, needed } }: Ground): readonly Check[] => [
  ...checksOf(
    checkFolder('folder for results', results, 'choose another with --out DIR'),
    checkSpace('disk for results', results, leastFreeForResults),
  ),
  ...checksOf(
    checkFolder('temporary folder', temp, 'set TMPDIR to a folder that you may write to'),
    checkSpace('disk for temporary files', temp, leastFreeBytes),
  ),
  required(
    'open files',
    limit === null || limit >= needed,
    `${limit ?? 'any number'} per process (needs ${needed})`,
    [`raise the limit: ulimit -n ${needed}`, 'lower load.rate or load.patience'],
  ),
];

/**
 * Files that a process of these scenarios may have open at once: every request that waits holds a connection, and in the
 * worst case all of them wait as long as the client does.
 */
const neededOpenFiles = (scenarios: readonly Scenario[]): number => {
  const connections = scenarios.flatMap((scenario) =>
    scenario.contestants.map((contestant) => {
      const { stages, warmUpMs, patienceMs, saturate } = scenarioFor(scenario, contestant).load;
      if (saturate !== null) return saturate.connections;
      const rate = Math.max(...stages.map((stage) => curveOf(stage).highest));
      const lastsMs = warmUpMs + lengthOf(stages);
      return Math.ceil((rate * Math.min(patienceMs, lastsMs)) / 1_000);
    }),
  );
  return leastOpenFiles + Math.max(0, ...connections);
};

/** Throws an EnvironmentError in `doctor`'s words when these scenarios cannot run here with results in `out`. */
export const assertGround = (out: string, scenarios: readonly Scenario[]): void => {
  const failed = judgeGround(gatherGround(out, neededOpenFiles(scenarios))).filter(
    ({ status }) => status === 'fail',
  );
  if (failed.length > 0) throw new EnvironmentError(renderChecks(failed));
};
