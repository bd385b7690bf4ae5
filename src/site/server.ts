import { type Labelled, overlay } from '../analysis/overlay.ts';
import { type PageAnswer, type PageServer, servePages } from '../pages/serve.ts';
import { reportPolicy } from '../reports/html/page.ts';
import { reports } from '../reports/index.ts';
import { collectRuns, type FoundRun } from './collect.ts';
import { historyIn } from './history-file.ts';
import { runsPage, runsPolicy } from './runs-page.ts';
import { trendPage, trendPolicy } from './trend-page.ts';

export type RunsServer = PageServer;

/** Renders a run as the page that also lies in its folder. */
const pageOf = (result: FoundRun['result']): PageAnswer => {
  const page = reports.get('html');
  if (page === undefined) throw new Error('there is no html report');
  return { type: 'text/html', text: page.render(result), policy: reportPolicy };
};

const labelOf = ({ result }: FoundRun): string =>
  result.startedAt.slice(5, 16).replace('T', '-').replaceAll(':', '');

/** What an address shows; null where there is nothing. Runs are read anew each time, so new ones appear by themselves. */
const answerTo = (directory: string, address: URL): PageAnswer | null => {
  const runs = collectRuns(directory);
  if (address.pathname === '/')
    return {
      type: 'text/html',
      text: runsPage(runs, { canOverlay: true, hasTrend: historyIn(directory) !== null }),
      policy: runsPolicy,
    };
  if (address.pathname === '/overlay') {
    const picked = new Set(address.searchParams.getAll('run'));
    const [first, ...others] = runs
      .filter(({ id }) => picked.has(id))
      .map((run): Labelled => ({ label: labelOf(run), result: run.result }));
    return first === undefined ? null : pageOf(overlay([first, ...others]));
  }
  if (address.pathname === '/trend') {
    const history = historyIn(directory);
    return history === null ? null : { type: 'text/html', text: trendPage(history), policy: trendPolicy };
  }
  const id = /^\/runs\/(.+)\/report\.html$/.exec(decodeURIComponent(address.pathname))?.[1];
  const run = runs.find((candidate) => candidate.id === id);
  return run === undefined ? null : pageOf(run.result);
};

/** Serves a folder of results on the loopback interface only. */
export const serveSite = (directory: string, port: number): Promise<RunsServer> =>
  servePages({
    port,
    answer: (address) => answerTo(directory, address),
    log: (line) => process.stderr.write(`${line}\n`),
  });
