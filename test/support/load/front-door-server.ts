import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Arrival {
  readonly id: string;
  readonly userId: string;
  readonly plan: string;
  readonly deadlineMs: number;
}

export type Answering = (arrival: Arrival, response: ServerResponse) => void;

export interface FrontDoorServer extends AsyncDisposable {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** Most requests that were open at the same time. */
  readonly openPeak: () => number;
}

export const listening = async (server: Server): Promise<{ url: string } & AsyncDisposable> => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** A front door that records what arrives and answers as it is told. */
export const serveFrontDoor = async (answering: Answering): Promise<FrontDoorServer> => {
  const arrivals: Arrival[] = [];
  let open = 0;
  let openPeak = 0;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    open += 1;
    openPeak = Math.max(openPeak, open);
    response.once('close', () => {
      open -= 1;
    });
    const arrival = {
      ...(JSON.parse(await bodyOf(request)) as Pick<Arrival, 'userId' | 'plan'>),
      id: String(request.headers['idempotency-key']),
      deadlineMs: Number(request.headers['x-deadline-ms']),
    };
    arrivals.push(arrival);
    answering(arrival, response);
  };
  const server = await listening(
    createServer((request, response) => {
      take(request, response).catch((error: unknown) => response.destroy(error as Error));
    }),
  );
  return { ...server, arrivals, openPeak: () => openPeak };
};
