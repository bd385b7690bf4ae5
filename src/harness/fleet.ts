import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Guardian } from '../guardian/guardian.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import type { Peers, ServiceConfig } from '../service/protocol.ts';
import type { Style } from '../styles/style.ts';
import { capacityOf } from './capacity.ts';
import { type Instance, startInstance } from './instance.ts';

/** All service processes of a round. */
export interface Fleet extends AsyncDisposable {
  readonly instances: readonly Instance[];
  readonly urlsOf: (role: string) => readonly string[];
  /** Asks every process to stop serving, and waits for its end. */
  readonly drain: () => Promise<void>;
}

export interface FleetOptions {
  readonly scenario: Scenario;
  readonly contestant: Contestant;
  readonly style: Style;
  readonly seed: number;
  readonly folder: string;
  readonly amqp: { readonly url: string; readonly prefix: string } | null;
  readonly guardian: Guardian;
}

export const sampleEveryMs = 250;

/** The database file of a role in the folder of a round. */
export const databaseOf = (folder: string, role: string): string => join(folder, `${role}.db`);

const configs = ({ scenario, contestant, style, seed, folder, amqp }: FleetOptions): ServiceConfig[] =>
  style.services.flatMap((role) => {
    const { instances, workers, work } = capacityOf(scenario, role);
    return Array.from({ length: instances }, (_, index) => ({
      role,
      instance: `${role}-${index + 1}`,
      style: contestant.style,
      policies: contestant.policies,
      workers,
      work,
      declined: scenario.load.declined,
      seed,
      databaseFile: databaseOf(folder, role),
      logFile: join(folder, 'services.log'),
      port: 0,
      amqp,
      peers: {},
      sampleEveryMs,
      faults: [],
    }));
  });

/** Starts every process; resolves when all serve and know one another. */
export const startFleet = async (options: FleetOptions): Promise<Fleet> => {
  const logFd = openSync(join(options.folder, 'services.log'), 'a');
  const starting = configs(options).map((config) =>
    startInstance(config, options.guardian, logFd, options.contestant.servicesFrom),
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
  const urlsOf = (role: string): string[] =>
    instances
      .filter((instance) => instance.role === role)
      .map((instance) => `http://127.0.0.1:${instance.port()}`);
  const peers: Peers = Object.fromEntries(options.style.services.map((role) => [role, urlsOf(role)]));
  for (const instance of instances) instance.setPeers(peers);
  return {
    instances,
    urlsOf,
    drain,
    [Symbol.asyncDispose]: async () => {
      await drain();
      closeSync(logFd);
    },
  };
};
