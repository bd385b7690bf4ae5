import { once } from 'node:events';
import { connect } from 'node:net';

/** The whole answer to a text that somebody wrote on the socket; ended when the first bytes of it came. */
export const rawRequest = async (url: string, text: string): Promise<string> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(text);
  let answer = '';
  socket.on('data', (bytes) => {
    answer += bytes.toString();
    // Nothing further will be asked.
    socket.end();
  });
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return answer;
};

export interface RawAsk {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The text of a request as a browser would write it, with whatever is to be wrong about it. */
export const requestText = (url: string, { method = 'GET', path, headers = {} }: RawAsk): string => {
  const all = { host: new URL(url).host, connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`;
};

/** The answer to a request that no client would send. */
export const rawAsk = (url: string, ask: RawAsk): Promise<string> => rawRequest(url, requestText(url, ask));

export const statusOf = async (answer: Promise<string>): Promise<number> =>
  Number((await answer).split(' ')[1]);
