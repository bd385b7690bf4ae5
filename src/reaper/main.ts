import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { removeTopology } from '../broker/remove-topology.ts';
import { endFamilies } from './end-families.ts';
import type { ReaperMessage, WatchedTopology } from './message.ts';
import { startTimeOf } from './process-table.ts';

/** pid → start time, so that a number which the system gave to a later process is left alone. */
const watched = new Map<number, string>();
const folders = new Set<string>();
const topologies = new Map<string, WatchedTopology>();

const stillTheSame = (): number[] =>
  [...watched].filter(([pid, startedAt]) => startTimeOf(pid) === startedAt).map(([pid]) => pid);

const mostTries = 20;
const pauseMs = 500;

/** A broker that is away may come back; what it holds is taken away then, though not for ever. */
const removeFrom = async (topology: WatchedTopology): Promise<void> => {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    try {
      await removeTopology(topology);
      return;
    } catch {
      await delay(pauseMs);
    }
  }
};

const takeAway = async (): Promise<void> => {
  // First the services, which would declare their queues again.
  await endFamilies(stillTheSame());
  const removals = [...topologies.values()].map(async (topology) => {
    await removeFrom(topology);
    // Of a service that was killed while it declared, the broker may have read the last messages after that.
    await delay(pauseMs);
    await removeFrom(topology);
  });
  const folderRemovals = [...folders].map((path) =>
    rm(path, { recursive: true, force: true, maxRetries: 5 }),
  );
  await Promise.all([...removals, ...folderRemovals]);
};

const obey = (message: ReaperMessage): void => {
  if ('watch' in message) {
    const startedAt = startTimeOf(message.watch);
    if (startedAt !== null) watched.set(message.watch, startedAt);
  } else if ('forget' in message) watched.delete(message.forget);
  else if ('watchFolder' in message) folders.add(message.watchFolder);
  else if ('forgetFolder' in message) folders.delete(message.forgetFolder);
  else if ('watchTopology' in message) topologies.set(message.watchTopology.prefix, message.watchTopology);
  else if ('forgetTopology' in message) topologies.delete(message.forgetTopology);
  else process.exit(0);
};

// A polite signal to the reaper alone must not leave the others unguarded; it leaves when its parent does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', obey);
process.on('disconnect', () => {
  void takeAway().finally(() => process.exit(0));
});
process.send?.('ready');
