import { createChannel, createSession } from 'better-sse';
import type { Express } from 'express';
import type { NoticeKind } from '../../workflow/definition.ts';
import type { ServiceContext } from '../style.ts';
import { noticeOf } from './notice.ts';

/** Tells every connected client of a notice; `seq` is its ledger row and becomes the event id. */
export type PushNotice = (seq: number, requestId: string, notice: NoticeKind) => void;

/**
 * `GET /updates` as Server-Sent Events. A client that comes back with `Last-Event-ID` is first told what it missed,
 * from the ledger; nothing has to be kept for it in memory, so it also works after this process was killed.
 */
export const serveLiveUpdates = (app: Express, self: ServiceContext): PushNotice => {
  const clients = createChannel();
  app.get('/updates', async (request, response) => {
    const session = await createSession(request, response);
    const last = request.get('last-event-id');
    if (last !== undefined && /^\d+$/.test(last)) {
      for (const { seq, requestId, effect } of self.store.since(Number(last))) {
        const notice = noticeOf(self.workflow, effect);
        if (notice !== undefined) session.push({ requestId, notice }, 'notice', String(seq));
      }
    }
    // Nothing can commit between the read above and this line: both run in one turn of the event loop.
    clients.register(session);
  });
  return (seq, requestId, notice) => {
    clients.broadcast({ requestId, notice }, 'notice', { eventId: String(seq) });
  };
};
