import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { serveSite } from '../site/server.ts';
import { wholeNumber } from './option-values.ts';

const published = fileURLToPath(new URL('../../results/published', import.meta.url));

export const registerShow = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('show')
    .description('serve all runs of a folder on this machine, to look at and to lay side by side')
    .argument('[dir]', 'folder of results', 'results')
    .option('--published', 'the recorded runs that come with Tandem')
    .option('--port <n>', 'port to listen on; 0 takes a free one', wholeNumber, 0)
    .action(async (directory: string, flags: { published?: true; port: number }) => {
      await using site = await serveSite(flags.published ? published : directory, flags.port);
      process.stdout.write(`${site.url}\n`);
      if (!interrupt.aborted) await once(interrupt, 'abort');
    });
};
