import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Labelled, overlay } from '../analysis/overlay.ts';
import { reports } from '../reports/index.ts';
import { EnvironmentError } from '../shared/errors.ts';
import { collectRuns, type FoundRun } from './collect.ts';
import { runsPage } from './runs-page.ts';

export interface Site extends AsyncDisposable {
  readonly url: string;
}

/** Renders a run as the page that also lies in its folder. */
const pageOf = (result: FoundRun['result']): string => {
  const page = reports.get('html');
  if (page === undefined) throw new Error('there is no html report');
  return page.render(result);
};

const labelOf = ({ result }: FoundRun): string =>
  result.startedAt.slice(5, 16).replace('T', '-').replaceAll(':', '');

const send = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
};

/** What an address shows; null where there is nothing. Runs are read anew each time, so new ones appear by themselves. */
const answerTo = (directory: string, address: URL): string | null => {
  const runs = collectRuns(directory);
  if (address.pathname === '/') return runsPage(runs, { canOverlay: true });
  if (address.pathname === '/overlay') {
    const picked = new Set(address.searchParams.getAll('run'));
    const [first, ...others] = runs
      .filter(({ id }) => picked.has(id))
      .map((run): Labelled => ({ label: labelOf(run), result: run.result }));
    return first === undefined ? null : pageOf(overlay([first, ...others]));
  }
  const id = /^\/runs\/(.+)\/report\.html$/.exec(decodeURIComponent(address.pathname))?.[1];
  const run = runs.find((candidate) => candidate.id === id);
  return run === undefined ? null : pageOf(run.result);
};

/** Serves a folder of results on the loopback interface only. */
export const serveSite = async (directory: string, port: number): Promise<Site> => {
  const server = createServer((request, response) => {
    try {
      const text = answerTo(directory, new URL(request.url ?? '/', 'http://localhost'));
      if (text === null)
        send(
          response,
          404,
          '<!doctype html><title>Not found</title><p>No such run. <a href="/">All runs</a>',
        );
      else send(response, 200, text);
    } catch (error) {
      send(
        response,
        500,
        '<!doctype html><title>Error</title><p>This run could not be drawn; the terminal says why.',
      );
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new EnvironmentError(`port ${port} cannot be used: ${error.message}; choose another with --port`),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
