import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { printTable } from './print-table.ts';
import { worstExitCode } from './run.ts';
import { runFiles } from './run-files.ts';

const scenarios = ['baseline', 'payments-slow', 'payments-crash'];

const next = `Try next:
  npx tandem run scenarios/broker-crash.yaml       what survives a broker that is killed?
  npx tandem plan scenarios/payments-crash.yaml    what does a run do, with which capacity and policies?
  npx tandem init my-scenario.yaml                 ask the question with your own numbers
`;

export const registerDemo = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('demo')
    .description(`run ${scenarios.join(', ')} at reduced scale (what \`npm start\` does)`)
    .option('--out <dir>', 'folder for results', 'results')
    .action(async ({ out }: { out: string }) => {
      const files = scenarios.map((name) =>
        fileURLToPath(new URL(`../../scenarios/${name}.yaml`, import.meta.url)),
      );
      const flags = { only: [], out, seed: 1, scale: 0.5, rounds: 1 };
      const runs = await runFiles(files, flags, interrupt, printTable);
      if (!interrupt.aborted) process.stdout.write(next);
      process.exitCode = worstExitCode(
        runs.map(({ result }) => result),
        interrupt.aborted,
      );
    });
};
