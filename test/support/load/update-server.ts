import { createServer, type ServerResponse } from 'node:http';
import { listening } from './front-door-server.ts';

export interface UpdateServer extends AsyncDisposable {
  readonly url: string;
  /** Keeps an event and sends it to whoever listens. */
  readonly push: (data: unknown) => void;
  /** Ends every open stream, as a killed process would. */
  readonly breakStreams: () => void;
  /** `Last-Event-ID` of every connection, null for a first one. */
  readonly connections: readonly (number | null)[];
}

/** Server-Sent Events with replay by `Last-Event-ID`. */
export const serveUpdates = async (): Promise<UpdateServer> => {
  const events: string[] = [];
  const connections: (number | null)[] = [];
  const streams = new Set<ServerResponse>();
  const server = await listening(
    createServer((request, response) => {
      const last = request.headers['last-event-id'];
      connections.push(last === undefined ? null : Number(last));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(events.slice(Number(last ?? 0)).join('') || ':\n\n');
      streams.add(response);
      response.once('close', () => streams.delete(response));
    }),
  );
  return {
    ...server,
    connections,
    push: (data) => {
      const event = `id: ${events.length + 1}\ndata: ${JSON.stringify(data)}\n\n`;
      events.push(event);
      for (const stream of streams) stream.write(event);
    },
    breakStreams: () => {
      for (const stream of streams) stream.destroy();
      streams.clear();
    },
  };
};
