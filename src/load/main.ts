import { constants, setPriority } from 'node:os';
import { nowMs } from '../shared/clock.ts';
import type { Drive } from './drive.ts';
import { frontDoorClient } from './front-door.ts';
import { watchHealth } from './health.ts';
import { listenTo } from './live-updates.ts';
import { startOpenLoop } from './open-loop.ts';
import type { FromLoad, LoadStart, ToLoad } from './protocol.ts';
import { createRecorder, type Recorder } from './recorder.ts';
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
  // A parent that has just gone needs no message, and is no reason to end with an error.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};

const startDrive = async (start: LoadStart, recorder: Recorder): Promise<Drive> => {
  const { seed, load, frontDoors, liveUpdates, originMs } = start;
  const { warmUpMs, patienceMs } = load;
  const answersWhenDone = liveUpdates === null;
  if (load.saturate === null) {
    const client = frontDoorClient(frontDoors, answersWhenDone);
    return startOpenLoop({ seed, originMs, patienceMs, client, recorder });
  }
  // autocannon takes a while to load, and most rounds do without it.
  const { startSaturation } = await import('./saturate.ts');
  const { connections } = load.saturate;
  const durationMs = load.stages.reduce((sum, { forMs }) => sum + forMs, 0);
  const times = { originMs, warmUpMs, durationMs, patienceMs };
  return startSaturation({ ...times, seed, frontDoors, connections, answersWhenDone, recorder });
};

/** Runs the load of one round; the returned function ends it and writes the tickets. */
const run = async (start: LoadStart): Promise<() => Promise<void>> => {
  const { seed, idPrefix, load, liveUpdates, originMs, ticketsFile } = start;
  const recorder = createRecorder(idPrefix, schedule(load, seed), originMs, liveUpdates === null);
  const listeners = (liveUpdates ?? []).map((url) => listenTo(url, recorder.noticed));
  await Promise.all(listeners.map(({ connected }) => connected));
  const health = watchHealth();
  const drive = await startDrive(start, recorder);
  const telling = setInterval(() => {
    if (drive.sentAll()) health.loadEnded();
    say(recorder.progress(drive.sentAll()));
  }, progressEveryMs);
  say({ type: 'ready' });
  return async () => {
    clearInterval(telling);
    await drive.finish();
    await Promise.all(listeners.map((listener) => listener.dispose()));
    writeTickets(ticketsFile, recorder.tickets());
    say({ type: 'done', health: health.sumUp(recorder), repeatedNotices: recorder.repeatedNotices() });
    process.disconnect();
  };
};

let finish: (() => Promise<void>) | null = null;

const handle = async (message: ToLoad): Promise<void> => {
  if (message.type === 'start') finish = await run(message);
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
