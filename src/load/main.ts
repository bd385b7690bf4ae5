import { constants, setPriority } from 'node:os';
import { nowMs } from '../shared/clock.ts';
import { frontDoorClient } from './front-door.ts';
import { watchHealth } from './health.ts';
import { listenTo } from './live-updates.ts';
import { startOpenLoop } from './open-loop.ts';
import type { FromLoad, LoadStart, ToLoad } from './protocol.ts';
import { createRecorder } from './recorder.ts';
import { schedule } from './schedule.ts';
import { writeTickets } from './tickets-file.ts';

// The harness coordinates an interrupt; a terminal sends it to the whole process group.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));

// A generator that waits for a core measures the machine's scheduler. Only a privileged user may ask for this.
try {
  setPriority(constants.priority.PRIORITY_HIGHEST);
} catch {
  // The health figures show whether it would have been needed.
}

const progressEveryMs = 200;

const say = (message: FromLoad): void => {
  if (process.connected) process.send?.(message);
};

/** Runs the load of one round; the returned function ends it and writes the tickets. */
const drive = async (start: LoadStart): Promise<() => Promise<void>> => {
  const { seed, idPrefix, load, frontDoors, liveUpdates, originMs, ticketsFile } = start;
  const answersWhenDone = liveUpdates === null;
  const recorder = createRecorder(idPrefix, schedule(load, seed), originMs, answersWhenDone);
  const listeners = (liveUpdates ?? []).map((url) => listenTo(url, recorder.noticed));
  await Promise.all(listeners.map(({ connected }) => connected));
  const client = frontDoorClient(frontDoors, answersWhenDone);
  const health = watchHealth();
  const loop = startOpenLoop({ seed, originMs, patienceMs: load.patienceMs, client, recorder });
  const telling = setInterval(() => say(recorder.progress(loop.sentAll())), progressEveryMs);
  say({ type: 'ready' });
  return async () => {
    clearInterval(telling);
    loop.finish();
    await Promise.all(listeners.map((listener) => listener.dispose()));
    await client.dispose();
    writeTickets(ticketsFile, recorder.tickets);
    say({ type: 'done', health: health(recorder) });
    process.disconnect();
  };
};

let finish: (() => Promise<void>) | null = null;

const handle = async (message: ToLoad): Promise<void> => {
  if (message.type === 'start') finish = await drive(message);
  else await finish?.();
};

process.on('message', (message) => {
  handle(message as ToLoad).catch((error: unknown) => {
    process.stderr.write(
      `${nowMs().toFixed(0)} load: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`,
    );
    process.exit(1);
  });
});
