import { type PayloadSize, payloadFor } from '../shared/payload.ts';
import { seededRandom } from '../shared/random.ts';
import { ordinalOf } from '../shared/request-id.ts';
import type { ClientAnswer } from './recorder.ts';
import { type OrderSequence, placeIn } from './sequence.ts';

/** What the client sends: the same for every contestant, drawn from the seed. */
export interface ClientOrder {
  readonly requestId: string;
  readonly userId: string;
  readonly plan: string;
  /** What it carries, when the scenario says so. */
  readonly payload?: string;
}

const users = 10_000;
const basicShare = 0.8;

/** Who asks for what, drawn from the seed in the order of the requests, or given by the sequence. */
export const orderSource = (
  seed: number,
  idPrefix: string,
  sequence?: OrderSequence,
): ((index: number) => ClientOrder) => {
  if (sequence !== undefined) {
    return (index) => {
      const { user, turn } = placeIn(sequence, index);
      return { requestId: `${idPrefix}${index}`, userId: `user-${user}`, plan: sequence.plans[turn]! };
    };
  }
  const random = seededRandom(seed, 'users');
  return (index) => ({
    requestId: `${idPrefix}${index}`,
    userId: `user-${Math.floor(random() * users)}`,
    plan: random() < basicShare ? 'basic' : 'pro',
  });
};

/** The same orders with what each of them carries. */
export const carrying =
  (
    orderOf: (index: number) => ClientOrder,
    seed: number,
    size: PayloadSize | undefined,
  ): ((index: number) => ClientOrder) =>
  (index) => {
    const order = orderOf(index);
    return size === undefined || size.p99Bytes === 0
      ? order
      : { ...order, payload: payloadFor(seed, ordinalOf(order.requestId), size) };
  };

export interface OrderMessage {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Where an order goes, and what goes into its body beside it. */
export interface Direction extends Pick<OrderMessage, 'method' | 'path'> {
  readonly extra?: Readonly<Record<string, string>> | undefined;
}

/** The order as every service takes it; `remainingMs`: how much longer the client will wait. */
export const orderMessage = (
  { requestId, ...order }: ClientOrder,
  remainingMs: number,
  { method, path, extra }: Direction,
): OrderMessage => ({
  method,
  path,
  headers: {
    'content-type': 'application/json',
    'idempotency-key': requestId,
    'x-deadline-ms': remainingMs.toFixed(1),
  },
  body: JSON.stringify({ ...order, ...extra }),
});

const outcomeIn = (text: string): unknown => {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null && 'outcome' in answer ? answer.outcome : undefined;
  } catch {
    // Not one of our services' answers; its status is all that it says.
    return undefined;
  }
};

/** What an answer tells the client. `answersWhenDone`: a bare 2xx means that all is done. */
export const answerOf = (status: number, text: string, answersWhenDone: boolean): ClientAnswer => {
  const outcome = outcomeIn(text);
  if (outcome === 'declined') return 'declined';
  if (status < 200 || status > 299) return 'error';
  if (outcome === 'active' || outcome === 'accepted') return outcome;
  return answersWhenDone ? 'active' : 'accepted';
};
