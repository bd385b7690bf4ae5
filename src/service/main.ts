import { setTimeout as delay } from 'node:timers/promises';
import { faultOf } from '../faults/index.ts';
import { openChannel } from '../shared/channel.ts';
import { messageOf } from '../shared/errors.ts';
import { hostService } from './host.ts';
import type { Host } from './hosted.ts';
import type { FromService, ToService } from './protocol.ts';

/** Set by `start`; whatever else arrives waits for it, since a fault may come while the process is still starting. */
let hosting: Promise<Host> | null = null;
let sampling: NodeJS.Timeout | undefined;

/** Raised when the end, graceful until then, may take no longer. */
const hurry = new AbortController();
let stopping: Promise<void> | null = null;

const stop = async (host: Host | null, finishWithinMs: number): Promise<void> => {
  const late = delay(finishWithinMs, undefined, { signal: hurry.signal }).catch(() => undefined);
  if (finishWithinMs > 0) await Promise.race([host?.finish(), late]);
  clearInterval(sampling);
  const sample = host?.gauges.sample();
  await host?.drain();
  if (sample) send({ type: 'stopped', sample });
  process.disconnect();
};

const handle = async (message: ToService): Promise<void> => {
  if (message.type === 'start') hosting = hostService(message.config);
  const host = await hosting;
  switch (message.type) {
    case 'start': {
      const started = host;
      if (started === null) return;
      sampling = setInterval(
        () => send({ type: 'sample', sample: started.gauges.sample() }),
        message.config.sampleEveryMs,
      );
      send({ type: 'serving', port: started.served.port });
      return;
    }
    case 'peers':
      host?.setPeers(message.peers);
      send({ type: 'peers-set', id: message.id });
      return;
    case 'inject':
      if (host) {
        const fault = await faultOf(message.fault);
        send({ type: 'injected', id: message.fault.id, at: host.faults.inject(message.fault, fault) });
      }
      return;
    case 'clear':
      if (host) send({ type: 'cleared', id: message.id, ...host.faults.clear(message.id) });
      return;
    case 'stop':
      if (message.finishWithinMs === 0) hurry.abort();
      stopping ??= stop(host, message.finishWithinMs);
      await stopping;
  }
};

/** The harness hears why this process ends, beside the stack in its log. */
const fail = (error: unknown): void => {
  send({ type: 'failed', message: messageOf(error) });
  process.exitCode = 1;
  if (process.connected) process.disconnect();
};

const send = openChannel<{ to: ToService; from: FromService }>((message) => {
  handle(message).catch(fail);
});

process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  fail(error);
});
