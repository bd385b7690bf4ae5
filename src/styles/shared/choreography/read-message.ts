import { z } from 'zod';
import { messageOf } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import { UnreadableMessage } from '../amqp/unreadable-message.ts';
import type { EventMessage } from './reaction.ts';

/** More than any message of ours: a payload, and headers of 16 kB. */
const mostBytes = limits.payloadBytes + 64 * 1_024;

const schema = z.object({
  event: z.string().min(1),
  requestId: z.string().min(1),
  userId: z.string(),
  plan: z.string(),
  payload: z.string().optional(),
  reason: z.enum(['declined', 'failed']).optional(),
  failed: z.string().min(1).optional(),
});

const jsonIn = (body: Buffer): unknown => {
  if (body.length > mostBytes)
    throw new UnreadableMessage(`a message of ${body.length} bytes; ${mostBytes} at most`);
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw new UnreadableMessage(`no JSON: ${messageOf(error)}`, { cause: error });
  }
};

/** Reads a body that may come from anybody; throws an `UnreadableMessage`. */
export const readMessage = (body: Buffer): EventMessage => {
  const { success, data, error } = schema.safeParse(jsonIn(body));
  if (!success) {
    const where = error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
    throw new UnreadableMessage(`no event: ${where} is missing or wrong`);
  }
  const { reason, failed, payload, ...message } = data;
  return {
    ...message,
    ...(payload === undefined ? {} : { payload }),
    ...(reason === undefined ? {} : { reason }),
    ...(failed === undefined ? {} : { failed }),
  };
};
