import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from '../broker/broker.ts';
import type { Way } from '../faults/target.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import { serviceSpecOf } from '../scenario/service-spec.ts';
import type { Peers, ServiceConfig } from '../service/protocol.ts';
import type { Site } from '../sites/site.ts';
import type { PlacedStyle } from '../styles/style.ts';
import { type Instance, startInstance } from './instance.ts';
import type { LinkProcess } from './link-process.ts';
import type { ReportEnd } from './round-alarm.ts';

/** All service processes of a round. */
export interface Fleet extends AsyncDisposable {
  /** All that have served; those that were taken out stay among them. */
  readonly instances: readonly Instance[];
  /** Base URLs of a role as the client sees them. */
  readonly urlsOf: (role: string) => readonly string[];
  /** The same with those that are being taken out and still finish what they have in hand. */
  readonly streamsOf: (role: string) => readonly string[];
  /** Starts an instance, `role-number`, also one that was taken out before; resolves when it serves and the others know it. */
  readonly add: (role: string, number: number) => Promise<void>;
  /** From now on nobody is sent to it; resolves when all services know that. */
  readonly takeOut: (role: string, number: number) => Promise<void>;
  /** Ends gracefully what was taken out; what it has in hand after so long is cut off. */
  readonly end: (role: string, number: number, withinMs: number) => Promise<void>;
  /** Asks every process to stop serving, and waits for its end. */
  readonly drain: () => Promise<void>;
}

export interface FleetOptions {
  readonly scenario: Scenario;
  readonly contestant: Contestant;
  readonly style: PlacedStyle;
  readonly seed: number;
  readonly folder: string;
  /** Starts the names on the broker. */
  readonly prefix: string;
  /** null when no contestant needs one. */
  readonly broker: Broker | null;
  readonly site: Site;
  /** null when no fault names a link. */
  readonly links: LinkProcess | null;
  readonly report: ReportEnd;
  readonly alarm: AbortSignal;
  /** An interrupt by the user: an instance that is added is not waited for any more. */
  readonly signal: AbortSignal;
}

/** The database file of a role in the folder of a round. */
export const databaseOf = (folder: string, role: string): string => join(folder, `${role}.db`);

/** Whose step it is. */
const ownerOf = ({ workflow }: Scenario, step: string): string | undefined =>
  workflow.steps.find(({ name }) => name === step)?.service;

/** Every role that has processes: those of the style, and the parties outside. */
const rolesOf = ({ style, scenario }: FleetOptions): readonly string[] => [
  ...style.services,
  ...scenario.parties.map(({ name }) => name),
];

const configOf = async (role: string, number: number, options: FleetOptions): Promise<ServiceConfig> => {
  const { scenario, contestant, style, seed, folder, broker, prefix, links, site } = options;
  const { workers, work, coldStartMs = 0 } = serviceSpecOf(scenario, role);
  const direct = style.needs.includes('rabbitmq') && broker !== null ? [broker.url] : [];
  const ways = direct.map((url) => ({
    from: role,
    fromInstance: number,
    to: 'broker',
    toInstance: null,
    url,
  }));
  const [url] = (await links?.through(ways)) ?? direct;
  return {
    workflow: scenario.workflow,
    role,
    instance: `${role}-${number}`,
    style: contestant.style,
    policies: contestant.policies,
    workers,
    work,
    coldStartMs,
    declined: scenario.load.declined,
    seed,
    databaseFile: databaseOf(folder, role),
    logFile: join(folder, 'services.log'),
    port: 0,
    amqp: url === undefined ? null : { url, prefix },
    peers: {},
    sampleEveryMs: site.pace.sampleEveryMs,
    faults: [],
    asks: scenario.parties.filter(({ step }) => ownerOf(scenario, step) === role),
    party: scenario.parties.find(({ name }) => name === role) ?? null,
  };
};

/** An instance by its number within its role, from 1. */
interface Member {
  readonly role: string;
  readonly number: number;
  readonly instance: Instance;
  /** `leaving`: nobody is sent to it any more, and it finishes what it has in hand. */
  state: 'serves' | 'leaving' | 'out';
}

type Route = Way & { readonly url: string };

const keyOf = ({ from, fromInstance, to, toInstance, url }: Route): string =>
  JSON.stringify([from, fromInstance, to, toInstance, url]);

/** The same URL each time for the same way, so that nobody sees an instance under two. */
const knownWays = (links: LinkProcess | null): ((ways: readonly Route[]) => Promise<readonly string[]>) => {
  const known = new Map<string, string>();
  return async (ways) => {
    if (links === null) return ways.map(({ url }) => url);
    const added = ways.filter((way) => !known.has(keyOf(way)));
    const urls = await links.through(added);
    for (const [place, way] of added.entries()) known.set(keyOf(way), urls[place] ?? way.url);
    return ways.map((way) => known.get(keyOf(way)) ?? way.url);
  };
};

/** Starts every process; resolves when all serve and know one another. */
export const startFleet = async (options: FleetOptions): Promise<Fleet> => {
  const { links, contestant } = options;
  const logFd = openSync(join(options.folder, 'services.log'), 'a+');
  const roles = rolesOf(options);
  const members: Member[] = [];
  const instances: Instance[] = [];
  const through = knownWays(links);

  const launch = async (
    role: string,
    number: number,
    peers: Peers,
    alarm: AbortSignal = options.alarm,
  ): Promise<Member> => {
    const config = { ...(await configOf(role, number, options)), peers };
    const instance = await startInstance(config, {
      ...options,
      alarm,
      logFd,
      servicesFrom: contestant.servicesFrom,
    });
    return { role, number, instance, state: 'serves' };
  };
  const admit = (member: Member): void => {
    members.push(member);
    instances.push(member.instance);
  };

  /** Every role's base URLs as one part of the round sees them; `fromInstance` is null for the client. */
  const peersSeenBy = async (
    from: string,
    fromInstance: number | null,
    isSeen: (member: Member) => boolean,
  ): Promise<Peers> => {
    const peers: Record<string, readonly string[]> = {};
    for (const to of roles) {
      const ways = members
        .filter((member) => member.role === to && isSeen(member))
        .toSorted((a, b) => a.number - b.number)
        .map(({ instance, number }) => ({ from, fromInstance, to, toInstance: number, url: instance.url() }));
      peers[to] = from === to ? ways.map(({ url }) => url) : await through(ways);
    }
    return peers;
  };
  const serves = ({ state }: Member): boolean => state === 'serves';

  let doors: Peers = {};
  let streams: Peers = {};
  const tell = async (): Promise<void> => {
    doors = await peersSeenBy('client', null, serves);
    streams = await peersSeenBy('client', null, ({ state }) => state !== 'out');
    const told = members.map(async ({ role, number, instance }) => {
      const known = instance.setPeers(await peersSeenBy(role, number, serves));
      // Who is stopped by a fault or starts again just now reads it first of all when it goes on.
      await Promise.race([known, delay(options.site.pace.stopWithinMs, undefined, { ref: false })]);
    });
    await Promise.all(told);
  };
  // Whoever tells later knows more, and is to be heard last.
  let telling = Promise.resolve();
  const tellInTurn = (): Promise<void> => {
    telling = telling.then(tell);
    return telling;
  };

  const drain = async (): Promise<void> => {
    await Promise.all(instances.map((instance) => instance.drain()));
  };
  const memberOf = (role: string, number: number): Member | undefined =>
    members.find((member) => member.role === role && member.number === number);

  const starting = roles.flatMap((role) =>
    Array.from({ length: serviceSpecOf(options.scenario, role).instances }, (_, index) =>
      launch(role, index + 1, {}),
    ),
  );
  const settled = await Promise.allSettled(starting);
  for (const result of settled) if (result.status === 'fulfilled') admit(result.value);
  const failure = settled.find((result) => result.status === 'rejected');
  if (failure !== undefined) {
    await drain();
    throw failure.reason;
  }
  await tellInTurn();
  return {
    instances,
    urlsOf: (role) => doors[role] ?? [],
    streamsOf: (role) => streams[role] ?? [],
    add: async (role, number) => {
      const known = memberOf(role, number);
      // It may be given work before it is told of the others.
      const peers = await peersSeenBy(role, number, serves);
      if (known === undefined)
        admit(await launch(role, number, peers, AbortSignal.any([options.alarm, options.signal])));
      else {
        await known.instance.setPeers(peers);
        await known.instance.restart();
        known.state = 'serves';
      }
      await tellInTurn();
    },
    takeOut: async (role, number) => {
      const member = memberOf(role, number);
      if (member === undefined) return;
      member.state = 'leaving';
      await tellInTurn();
    },
    end: async (role, number, withinMs) => {
      const member = memberOf(role, number);
      if (member === undefined) return;
      await member.instance.finish(withinMs);
      member.state = 'out';
      await tellInTurn();
    },
    drain,
    [Symbol.asyncDispose]: async () => {
      await drain();
      closeSync(logFd);
    },
  };
};
