import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { constants, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { openChannel } from '../../shared/channel.ts';
import { nowMs } from '../../shared/clock.ts';
import { listeningPort } from '../../shared/listening-port.ts';
import { delayOf, type Fate, fateOf } from './behaviour.ts';
import type { FromStub, StubStart, ToStub } from './protocol.ts';

// A front door of known behaviour in a process of its own, against which the load generator is checked.

// The reference must not be late itself. Only a privileged user may ask for this.
try {
  setPriority(constants.priority.PRIORITY_HIGHEST);
} catch {
  // Then a busy machine shows in the times of both.
}

/** Longer than any case: an idle connection that the server ends looks like a lost request. */
const keepAliveMs = 60_000;

interface Kept {
  readonly id: string;
  readonly fate: Fate;
  readonly receivedAt: number;
  answeredAt: number | null;
}

const records: Kept[] = [];
let portIsClosed = false;

const answer = (record: Kept, response: ServerResponse): void => {
  // A connection that stays open would let requests in while the port is closed.
  if (portIsClosed) response.shouldKeepAlive = false;
  response.writeHead(201, { 'content-type': 'application/json' }).end('{"outcome":"active"}');
  record.answeredAt = nowMs();
};

const take =
  ({ behaviour, window: [from, until] }: StubStart) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const receivedAt = nowMs();
    const id = String(request.headers['idempotency-key']);
    const fate = fateOf(behaviour, id, receivedAt >= from && receivedAt < until);
    const record: Kept = { id, fate, receivedAt, answeredAt: null };
    records.push(record);
    request.resume();
    if (fate === 'reset') request.socket.resetAndDestroy();
    else if (fate === 'closed') request.once('end', () => request.socket.destroy());
    else if (fate !== 'hung') {
      const waitMs = fate === 'held' ? until - receivedAt : delayOf(behaviour, id);
      setTimeout(() => answer(record, response), waitMs);
    }
  };

const listen = async (server: Server, port: number): Promise<number> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return listeningPort(server);
};

/** Stops listening for the window; whatever is being answered then is still answered. */
const closePort = async (server: Server, port: number, [from, until]: StubStart['window']): Promise<void> => {
  await delay(from - nowMs());
  portIsClosed = true;
  server.close();
  await delay(until - nowMs());
  portIsClosed = false;
  await listen(server, port);
};

const start = async (settings: StubStart): Promise<void> => {
  const server = createServer({ keepAliveTimeout: keepAliveMs }, take(settings));
  const port = await listen(server, 0);
  send({ type: 'listening', url: `http://127.0.0.1:${port}` });
  if (settings.behaviour === 'closed-port') await closePort(server, port, settings.window);
};

const send = openChannel<{ to: ToStub; from: FromStub }>((received) => {
  if (received.type === 'report') send({ type: 'records', records });
  // A stub that cannot do what it was told must not be compared with.
  else {
    start(received).catch((error: unknown) => {
      process.stderr.write(`stub: ${String(error)}\n`);
      process.exit(1);
    });
  }
});
