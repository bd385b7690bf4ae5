import { z } from 'zod';
import { recordOf } from '../shared/names.ts';

/** Beyond these a double no longer counts, and what is drawn from it would have no end. */
const [lowest, highest] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
export const number = z.number().min(lowest).max(highest);
export const count = number.min(0);
export const known = number.nullable();
export const text = z.string().max(20_000);
/** The scenario as written, and packed histograms. */
export const longText = z.string().max(4_000_000);
/** A figure that older results do not have. */
export const since = count.default(0);

export const list = <T extends z.ZodType>(item: T, most = 1_000) => z.array(item).max(most).readonly();
export const byName = <T extends z.ZodType>(value: T) => z.record(z.string(), value).readonly();

/** One key for each of the names, all with the same shape. */
export const each = <K extends string, T extends z.ZodType>(names: readonly K[], value: T): Record<K, T> =>
  recordOf(names, () => value);
