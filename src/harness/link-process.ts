import type { FaultSpec } from '../faults/fault.ts';
import { belongsTo, type LinkTarget, type Way } from '../faults/target.ts';
import type { FromLinks } from '../links/protocol.ts';
import { EnvironmentError } from '../shared/errors.ts';
import { nextMessage, type Site } from '../sites/site.ts';
import { endOfLog, lastLines } from './end-of-log.ts';
import type { ReportEnd } from './round-alarm.ts';

/** The TCP proxies on the links that a scenario names, in a process of their own. */
export interface LinkProcess extends AsyncDisposable {
  readonly pid: number;
  /** The URLs as they shall be seen that way: through a proxy if a fault names a link that the way belongs to, else as they are. */
  readonly through: (ways: readonly (Way & { readonly url: string })[]) => Promise<readonly string[]>;
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

const portOf = ({ port, protocol }: URL): number => Number(port || (protocol === 'amqp:' ? 5_672 : 80));

/** Starts the process; null when no fault names a link. */
export const startLinks = ({ faults, seed, site, logFd, report }: LinkProcessOptions): LinkProcess | null => {
  const links = faults.flatMap(({ target }) => (target.kind === 'link' ? [target] : []));
  if (links.length === 0) return null;
  const child = site.launch('links', {
    logFd,
    endedByItself: (end) => report({ process: 'links', ...end, lastLines: lastLines(logFd) }),
  });
  const proxied: Way[] = [];
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
    through: async (ways) => {
      const named = ways.filter((way) => links.some((link) => belongsTo(link, way)));
      if (named.length === 0) return ways.map(({ url }) => url);
      proxied.push(...named);
      asked += 1;
      const opened = answer('opened', asked);
      const routes = named.map(({ url, ...way }) => {
        const parsed = new URL(url);
        return { ...way, host: parsed.hostname, port: portOf(parsed) };
      });
      child.send({ type: 'open', id: asked, routes });
      const { ports } = await opened;
      return ways.map((way) => {
        const place = named.indexOf(way);
        if (place === -1) return way.url;
        const proxy = new URL(way.url);
        proxy.hostname = child.host;
        proxy.port = String(ports[place]!);
        // A URL object ends its address with a slash, to which callers would add their own.
        return way.url.endsWith('/') ? proxy.href : proxy.href.replace(/\/$/, '');
      });
    },
    has: (link) => proxied.some((way) => belongsTo(link, way)),
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
