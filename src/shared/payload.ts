import { createHash } from 'node:crypto';
import { formatNumber } from './durations.ts';
import { limits } from './limits.ts';
import { normal, seededRandom } from './random.ts';

/** How many bytes a request carries: lognormal, given by median and 99th percentile. Equal values mean always as many. */
export interface PayloadSize {
  readonly medianBytes: number;
  readonly p99Bytes: number;
}

/** The 99th percentile of the standard normal distribution. */
const z99 = 2.3263478740408408;
/** Repeated until the size is reached. Long enough to differ from request to request, short enough to be made in no time. */
const blockBytes = 64;
const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

const bytesOf = ({ medianBytes, p99Bytes }: PayloadSize, random: () => number): number => {
  if (p99Bytes <= medianBytes) return medianBytes;
  const sigma = Math.log(p99Bytes / medianBytes) / z99;
  const drawn = Math.round(medianBytes * Math.exp(sigma * normal(random)));
  return Math.min(limits.payloadBytes, Math.max(1, drawn));
};

/** What a request carries, as text of one byte a character; a pure function of seed and request, the same for every contestant. */
export const payloadFor = (seed: number, ordinal: string, size: PayloadSize): string => {
  const random = seededRandom(seed, 'payload', ordinal);
  const bytes = bytesOf(size, random);
  const block = Array.from(
    { length: blockBytes },
    () => alphabet[Math.floor(random() * alphabet.length)] ?? '',
  ).join('');
  return block.repeat(Math.ceil(bytes / blockBytes)).slice(0, bytes);
};

const sizeText = (bytes: number): string => {
  if (bytes >= 1_048_576) return `${formatNumber(bytes / 1_048_576)}MiB`;
  return bytes >= 1_024 ? `${formatNumber(bytes / 1_024)}KiB` : `${bytes}B`;
};

/** The size as a scenario writes it: `16KiB`, or `median 2KiB, p99 64KiB`. */
export const payloadText = ({ medianBytes, p99Bytes }: PayloadSize): string =>
  medianBytes === p99Bytes
    ? sizeText(medianBytes)
    : `median ${sizeText(medianBytes)}, p99 ${sizeText(p99Bytes)}`;

/** By what a ledger shows which payload a step was done with; '' for none. */
export const payloadDigest = (payload: string | undefined): string =>
  payload === undefined || payload === ''
    ? ''
    : createHash('sha256').update(payload).digest('base64url').slice(0, 16);
