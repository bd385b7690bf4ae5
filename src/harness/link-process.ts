import type { FaultSpec } from '../faults/fault.ts';
import { type Direction, directionsOf, type LinkTarget } from '../faults/target.ts';
import type { FromLinks } from '../links/protocol.ts';
import { EnvironmentError } from '../shared/errors.ts';
import { nextMessage, type Site } from '../sites/site.ts';
import { endOfLog, lastLines } from './end-of-log.ts';
import type { ReportEnd } from './round-alarm.ts';

/** The TCP proxies on the links that a scenario names, in a process of their own. */
export interface LinkProcess extends AsyncDisposable {
  readonly pid: number;
  /** The URLs of `to` as `from` shall see them: through a proxy if a fault names that link, else as they are. */
  readonly through: (from: string, to: string, urls: readonly string[]) => Promise<readonly string[]>;
  /** Whether there is any proxy on the link. */
  readonly has: (link: LinkTarget) => boolean;
  readonly inject: (fault: FaultSpec) => Promise<void>;
  readonly clear: (id: string) => Promise<{ readonly affected: number; readonly used: boolean }>;
}

export interface LinkProcessOptions {
  readonly faults: readonly FaultSpec[];
  readonly seed: number;
  readonly site: Site;
  readonly logFd: number;
  readonly report: ReportEnd;
}

const keyOf = ({ from, to }: Direction): string => `${from}→${to}`;

const portOf = ({ port, protocol }: URL): number => Number(port || (protocol === 'amqp:' ? 5_672 : 80));

/** Starts the process; null when no fault names a link. */
export const startLinks = ({ faults, seed, site, logFd, report }: LinkProcessOptions): LinkProcess | null => {
  const links = faults.flatMap(({ target }) => (target.kind === 'link' ? [target] : []));
  const named = new Set(links.flatMap(directionsOf).map(keyOf));
  if (named.size === 0) return null;
  const child = site.launch('links', {
    logFd,
    endedByItself: (end) => report({ process: 'links', ...end, lastLines: lastLines(logFd) }),
  });
  const proxied = new Set<string>();
  let asked = 0;
  let reason = 'it ended before its time';
  child.onMessage((message) => {
    if (message.type === 'failed') reason = message.message;
  });
  const answer = async <T extends FromLinks['type']>(type: T, id: string | number) => {
    const message = await nextMessage(child, type, (one) => 'id' in one && one.id === id);
    if (message === null) throw new EnvironmentError(`the link process failed: ${reason}${endOfLog(logFd)}`);
    return message;
  };

  return {
    pid: child.pid,
    through: async (from, to, urls) => {
      if (!named.has(keyOf({ from, to })) || urls.length === 0) return urls;
      const parsed = urls.map((url) => new URL(url));
      proxied.add(keyOf({ from, to }));
      asked += 1;
      const opened = answer('opened', asked);
      const routes = parsed.map((url) => ({ from, to, host: url.hostname, port: portOf(url) }));
      child.send({ type: 'open', id: asked, routes });
      const { ports } = await opened;
      return parsed.map((url, index) => {
        url.hostname = child.host;
        url.port = String(ports[index]!);
        // A URL object ends its address with a slash, to which callers would add their own.
        return urls[index]!.endsWith('/') ? url.href : url.href.replace(/\/$/, '');
      });
    },
    has: (link) => directionsOf(link).some((direction) => proxied.has(keyOf(direction))),
    inject: async (fault) => {
      const injected = answer('injected', fault.id);
      child.send({ type: 'inject', fault, seed });
      await injected;
    },
    clear: async (id) => {
      const cleared = answer('cleared', id);
      child.send({ type: 'clear', id });
      return cleared;
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
};
