import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { toJson } from '../reports/json.ts';
import { saturated } from '../scenario/saturated.ts';
import { repeated, roundCount, scaleFactor, wholeNumber } from './option-values.ts';
import { worstExitCode } from './run.ts';
import { type RunFlags, runFiles } from './run-files.ts';
import { renderSaturation } from './saturate/render-saturation.ts';

const mostConnections = 10_000;

const connectionCount = (text: string): number => {
  const count = wholeNumber(text);
  if (count < 1 || count > mostConnections)
    throw new InvalidArgumentError(`expected 1 to ${mostConnections} connections`);
  return count;
};

interface Flags extends Pick<RunFlags, 'rounds' | 'only' | 'out' | 'seed' | 'scale' | 'yes'> {
  readonly connections: number;
  readonly json?: true;
}

const saturate = async (file: string, flags: Flags, interrupt: AbortSignal): Promise<void> => {
  const { connections, json, ...rest } = flags;
  const runs = await runFiles(
    [file],
    { ...rest, adapt: (scenario) => saturated(scenario, connections) },
    interrupt,
    ({ result, folder }) => {
      const report = `report: ${join(folder, 'report.html')}\n`;
      process.stdout.write(json ? toJson(result) : `${renderSaturation(result, connections)}${report}`);
    },
  );
  process.exitCode = worstExitCode(
    runs.map(({ result }) => result),
    interrupt.aborted,
  );
};

export const registerSaturate = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('saturate')
    .description('how much the contestants of a scenario can do: a closed loop of busy connections')
    .argument('<file>', 'scenario file without faults')
    .option('--connections <n>', 'connections, each with one request at a time', connectionCount, 50)
    .option('--rounds <n>', 'rounds per contestant, instead of the scenario’s', roundCount)
    .option('--only <contestant>', 'run this contestant only; may be repeated', repeated, [])
    .option('--out <dir>', 'folder for results', 'results')
    .option('--seed <n>', 'seed of users, work and declines', wholeNumber, 1)
    .option('--scale <f>', 'shorten or lengthen all durations', scaleFactor, 1)
    .option('--yes', 'run even what would send very many requests, take hours or fill the memory')
    .option('--json', 'print the result document on stdout and nothing else there')
    .action((file: string, flags: Flags) => saturate(file, flags, interrupt));
};
