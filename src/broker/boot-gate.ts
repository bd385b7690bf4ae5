import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { nowMs } from '../shared/clock.ts';
import { listeningPort } from '../shared/listening-port.ts';

/** What a booting node has to pass before it takes connections. */
export interface BootGate extends AsyncDisposable {
  /** Lines for its rabbitmq.conf. */
  readonly configuration: string;
}

/** Whether a node of this version asks an address for definitions at its boot; since 3.9. */
export const knowsBootGate = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 9);
};

/**
 * Holds a booting node until `opensAt` (`nowMs()`). A node that is told to load definitions from an address does so after it has recovered
 * its data and before it opens its listeners; this address answers, with nothing to load, when the time has come.
 * See https://www.rabbitmq.com/docs/definitions.
 */
export const openBootGate = async (opensAt: number): Promise<BootGate> => {
  const end = new AbortController();
  const server = createServer((_, response) => {
    void delay(Math.max(0, opensAt - nowMs()), undefined, { signal: end.signal })
      .then(() => response.setHeader('content-type', 'application/json').end('{}'))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const port = listeningPort(server);
  return {
    configuration: [
      'definitions.import_backend = https',
      `definitions.https.url = http://127.0.0.1:${port}/`,
      '',
    ].join('\n'),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        end.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
