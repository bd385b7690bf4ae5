import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { assertFolder } from '../runs/existing-folder.ts';
import { collectRuns } from '../site/collect.ts';
import { serveSite } from '../site/server.ts';
import { nameLeftOut } from './left-out.ts';
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
      const folder = flags.published ? published : directory;
      assertFolder(
        folder,
        '`tandem run FILE` writes results/, and `tandem show --published` shows the recorded runs',
      );
      nameLeftOut(collectRuns(folder).leftOut);
      await using site = await serveSite(folder, flags.port);
      process.stdout.write(`${site.url}\n`);
      if (!interrupt.aborted) await once(interrupt, 'abort');
    });
};
