import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Broker } from '../broker/broker.ts';
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
  readonly instances: readonly Instance[];
  /** Base URLs of a role as the client sees them. */
  readonly urlsOf: (role: string) => readonly string[];
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

const configsOf = async (role: string, options: FleetOptions): Promise<ServiceConfig[]> => {
  const { scenario, contestant, style, seed, folder, broker, prefix, links, site } = options;
  const { instances, workers, work, coldStartMs = 0 } = serviceSpecOf(scenario, role);
  const direct = style.needs.includes('rabbitmq') && broker !== null ? [broker.url] : [];
  const seenFrom = async (fromInstance: number): Promise<string | undefined> => {
    const ways = direct.map((url) => ({ from: role, fromInstance, to: 'broker', toInstance: null, url }));
    const [url] = (await links?.through(ways)) ?? direct;
    return url;
  };
  const urls = await Promise.all(Array.from({ length: instances }, (_, index) => seenFrom(index + 1)));
  return urls.map((url, index) => ({
    workflow: scenario.workflow,
    role,
    instance: `${role}-${index + 1}`,
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
  }));
};

/** Every role's base URLs as one part of the round sees them; `fromInstance` is null for the client. */
const peersSeenBy = async (
  from: string,
  fromInstance: number | null,
  instances: readonly Instance[],
  options: FleetOptions,
): Promise<Peers> => {
  const peers: Record<string, readonly string[]> = {};
  const { links } = options;
  for (const to of rolesOf(options)) {
    const ways = instances
      .filter(({ role }) => role === to)
      .map((instance, index) => ({ from, fromInstance, to, toInstance: index + 1, url: instance.url() }));
    const direct = ways.map(({ url }) => url);
    peers[to] = from === to ? direct : ((await links?.through(ways)) ?? direct);
  }
  return peers;
};

/** Starts every process; resolves when all serve and know one another. */
export const startFleet = async (options: FleetOptions): Promise<Fleet> => {
  const logFd = openSync(join(options.folder, 'services.log'), 'a+');
  const configs = await Promise.all(rolesOf(options).map((role) => configsOf(role, options)));
  const starting = configs
    .flat()
    .map((config) =>
      startInstance(config, { ...options, logFd, servicesFrom: options.contestant.servicesFrom }),
    );
  const settled = await Promise.allSettled(starting);
  const instances = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const drain = async (): Promise<void> => {
    await Promise.all(instances.map((instance) => instance.drain()));
  };
  const failure = settled.find((result) => result.status === 'rejected');
  if (failure !== undefined) {
    await drain();
    throw failure.reason;
  }
  for (const role of rolesOf(options)) {
    const own = instances.filter((instance) => instance.role === role);
    for (const [index, instance] of own.entries())
      instance.setPeers(await peersSeenBy(role, index + 1, instances, options));
  }
  const doors = await peersSeenBy('client', null, instances, options);
  return {
    instances,
    urlsOf: (role) => doors[role] ?? [],
    drain,
    [Symbol.asyncDispose]: async () => {
      await drain();
      closeSync(logFd);
    },
  };
};
