import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, ChannelModel } from 'amqplib';
import { codeOf, messageOf } from '../shared/errors.ts';
import { connectOnce } from './connection.ts';
import { onChannel } from './on-channel.ts';
import { BrokerRefusal } from './refusal.ts';

/** The harness's own look at the broker; it outlives the broker's crashes. */
export interface Observer extends AsyncDisposable {
  /** Ready messages per queue; a queue that does not exist is left out. null while the broker is away. */
  depths(queues: readonly string[]): Promise<Map<string, number> | null>;
  /**
   * Takes all ready messages out of the queue and gives their request ids: none for a queue that does not exist, null
   * for one that the broker knows and can no longer open, while it answers for others.
   */
  leftovers(queue: string): Promise<string[] | null>;
  /** Deletes what exists of it. */
  remove(topology: {
    readonly exchanges: readonly string[];
    readonly queues: readonly string[];
  }): Promise<void>;
}

// A stopped broker keeps its connections open and answers nothing.
const answerTimeoutMs = 1_000;
// A killed broker takes connections again after 7 to 20 s.
const patienceMs = 45_000;
// Gets on one channel wait for one another.
const parallelGets = 8;

const notFound = 404;
/** A queue that exists and whose process is not up has the same code, and "home node" in its message. */
const isNotFound = (error: unknown): boolean =>
  codeOf(error) === notFound && !messageOf(error).includes('home node');

const requestIdOf = (properties: {
  headers?: Record<string, unknown> | undefined;
  messageId?: unknown;
}): string => {
  const header = properties.headers?.['x-request-id'];
  if (typeof header === 'string') return header;
  return typeof properties.messageId === 'string' ? properties.messageId : '';
};

/** One connection that is made again when it is needed and gone. */
class Reconnecting {
  readonly #url: string;
  readonly #gone: AbortSignal;
  #model: ChannelModel | null = null;
  /** What the last try ended with. */
  #refusal: BrokerRefusal | null = null;
  #connecting: Promise<ChannelModel | null> | null = null;

  constructor(url: string, gone: AbortSignal) {
    this.#url = url;
    this.#gone = gone;
  }

  get current(): ChannelModel | null {
    return this.#model;
  }

  /** One try; null when the broker is away. */
  async connect(): Promise<ChannelModel | null> {
    if (this.#model !== null) return this.#model;
    this.#connecting ??= this.#attempt().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #attempt(): Promise<ChannelModel | null> {
    try {
      const model = await connectOnce(this.#url, answerTimeoutMs);
      model.on('close', () => {
        if (this.#model === model) this.#model = null;
      });
      this.#model = model;
      return model;
    } catch (error) {
      this.#refusal = error instanceof BrokerRefusal ? error : null;
      return null;
    }
  }

  /** Tries until the broker is back; throws when it stays away, and at once when it refuses. */
  async insist(): Promise<ChannelModel> {
    const deadline = AbortSignal.timeout(patienceMs);
    while (true) {
      const model = await this.connect();
      if (model !== null) return model;
      if (this.#refusal !== null) throw this.#refusal;
      if (this.#gone.aborted) throw new Error('the broker died');
      if (deadline.aborted) throw new Error(`the broker has not come back within ${patienceMs / 1_000} s`);
      await delay(100);
    }
  }

  async close(): Promise<void> {
    const model = (await this.#connecting) ?? this.#model;
    // Closing what the broker has closed already is no news.
    await model?.close().catch(() => undefined);
  }
}

const depthOn = async (channel: Channel, queue: string): Promise<number | null> => {
  try {
    return (await channel.checkQueue(queue)).messageCount;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
};

const takeAll = async (model: ChannelModel, queue: string, ids: string[]): Promise<void> => {
  await onChannel(model, async (channel) => {
    for (
      let got = await channel.get(queue, { noAck: true });
      got;
      got = await channel.get(queue, { noAck: true })
    ) {
      ids.push(requestIdOf(got.properties));
    }
  });
};

const orAway = async <T>(answer: Promise<T>): Promise<T | null> => {
  const timer = new AbortController();
  const late = delay(answerTimeoutMs, null, { signal: timer.signal }).catch(() => null);
  try {
    return await Promise.race([answer.catch(() => null), late]);
  } finally {
    timer.abort();
  }
};

const succeeds = (work: () => Promise<void>): Promise<boolean> =>
  work().then(
    () => true,
    () => false,
  );

const depthsOf = async (model: ChannelModel, queues: readonly string[]): Promise<Map<string, number>> => {
  const depths = new Map<string, number>();
  let left = queues;
  // One channel for all of them, so that looking often costs the broker little; a missing queue closes it.
  while (left.length > 0) {
    const rest = left;
    left = await onChannel(model, async (channel) => {
      for (const [index, queue] of rest.entries()) {
        const depth = await depthOn(channel, queue);
        if (depth === null) return rest.slice(index + 1);
        depths.set(queue, depth);
      }
      return [];
    });
  }
  return depths;
};

/** Connects to the broker; waits for it if it is just coming back, but not for one that is `gone` for good. */
export const connectObserver = async (
  url: string,
  gone: AbortSignal = new AbortController().signal,
): Promise<Observer> => {
  const connection = new Reconnecting(url, gone);
  await connection.insist();
  return {
    depths: async (queues) => {
      if (connection.current === null) {
        // The next look will find it if the broker is back; this one must not hold the sampling up.
        void connection.connect();
        return null;
      }
      return orAway(depthsOf(connection.current, queues));
    },
    leftovers: async (queue) => {
      // What a first try took is gone from the queue, so it counts even when that try failed.
      const ids: string[] = [];
      const take = async (): Promise<void> => {
        const model = await connection.insist();
        if (!(await depthsOf(model, [queue])).has(queue)) return;
        await Promise.all(Array.from({ length: parallelGets }, () => takeAll(model, queue, ids)));
      };
      // A broker that was frozen or replaced leaves a dead connection behind; the second try is on a new one.
      const isOpen = (await succeeds(take)) || (await succeeds(take));
      if (isOpen) return ids;
      await depthsOf(await connection.insist(), [`${queue}.that-nobody-declared`]);
      return null;
    },
    remove: async ({ exchanges, queues }) => {
      const model = await connection.insist();
      await onChannel(model, async (channel) => {
        for (const queue of queues) await channel.deleteQueue(queue);
        for (const exchange of exchanges) await channel.deleteExchange(exchange);
      });
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
};
