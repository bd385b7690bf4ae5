import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Tickets } from './ticket.ts';

const times = ['dueAt', 'sentAt', 'answeredAt', 'completedAt'] as const;
const codes = ['answer', 'notice', 'error'] as const;

const headerShape = z.object({ idPrefix: z.string(), count: z.int().min(0), errors: z.array(z.string()) });

/** One line of JSON, then the raw columns in a fixed order. Both ends are the same program on the same machine. */
export const writeTickets = (file: string, tickets: Tickets): void => {
  const { idPrefix, count, errors } = tickets;
  const header = { idPrefix, count, errors };
  const columns = [
    ...times.map((name) => tickets[name]),
    tickets.status,
    ...codes.map((name) => tickets[name]),
  ];
  const bytes = columns.map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  writeFileSync(file, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...bytes]));
};

const headerOf = (text: string, file: string): z.infer<typeof headerShape> => {
  try {
    return headerShape.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} has no header of tickets`, { cause: error });
  }
};

/** Reads what `writeTickets` wrote; throws when the file is cut short. */
export const readTickets = (file: string): Tickets => {
  const content = readFileSync(file);
  const headerEnd = content.indexOf('\n');
  const header = headerOf(content.toString('utf8', 0, Math.max(0, headerEnd)), file);
  const { count } = header;
  let offset = headerEnd + 1;
  const take = (bytesEach: number): ArrayBuffer => {
    const end = offset + count * bytesEach;
    if (end > content.length) throw new Error(`${file} is cut short`);
    const bytes = content.buffer.slice(content.byteOffset + offset, content.byteOffset + end);
    offset = end;
    return bytes;
  };
  const [dueAt, sentAt, answeredAt, completedAt] = times.map(() => new Float64Array(take(8)));
  const status = new Uint16Array(take(2));
  const [answer, notice, error] = codes.map(() => new Uint8Array(take(1)));
  return {
    ...header,
    dueAt: dueAt!,
    sentAt: sentAt!,
    answeredAt: answeredAt!,
    completedAt: completedAt!,
    status,
    answer: answer!,
    notice: notice!,
    error: error!,
  };
};
