import { rm } from 'node:fs/promises';
import { endFamilies } from './end-families.ts';
import type { GuardianMessage } from './message.ts';
import { startTimeOf } from './process-table.ts';

/** pid → start time, so that a number which the system gave to a later process is left alone. */
const watched = new Map<number, string>();
const folders = new Set<string>();

const stillTheSame = (): number[] =>
  [...watched].filter(([pid, startedAt]) => startTimeOf(pid) === startedAt).map(([pid]) => pid);

const takeAway = async (): Promise<void> => {
  await endFamilies(stillTheSame());
  await Promise.all([...folders].map((path) => rm(path, { recursive: true, force: true, maxRetries: 5 })));
};

const obey = (message: GuardianMessage): void => {
  if ('watch' in message) {
    const startedAt = startTimeOf(message.watch);
    if (startedAt !== null) watched.set(message.watch, startedAt);
  } else if ('forget' in message) watched.delete(message.forget);
  else if ('watchFolder' in message) folders.add(message.watchFolder);
  else if ('forgetFolder' in message) folders.delete(message.forgetFolder);
  else process.exit(0);
};

// A polite signal to the guardian alone must not leave the others unguarded; it leaves when its parent does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', obey);
process.on('disconnect', () => {
  void takeAway().finally(() => process.exit(0));
});
process.send?.('ready');
