import { z } from 'zod';
import type { Gated } from './render-gate.ts';

const figure = z.object({
  metric: z.string(),
  base: z.number().nullable(),
  head: z.number().nullable(),
  change: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  verdict: z.string(),
});

const entry = z.object({
  schema: z.literal('tandem.history/1'),
  /** Date and time. */
  at: z.string(),
  /** Of this build and of the other one, as git knows them; '' where git does not tell. */
  commit: z.string(),
  base: z.string(),
  verdict: z.string(),
  contestants: z.record(z.string(), z.array(figure)),
});
/** One gate in a history, which has one JSON line a commit. */
export type HistoryEntry = z.infer<typeof entry>;

export const historyEntry = (
  gated: readonly Gated[],
  { commit, at, verdict }: { readonly commit: string; readonly at: string; readonly verdict: string },
): HistoryEntry => ({
  schema: 'tandem.history/1',
  at,
  commit,
  base: gated[0]?.gate.commit ?? '',
  verdict,
  contestants: Object.fromEntries(
    gated.map(({ gate }) => [
      gate.head,
      gate.figures.map(({ metric, base, head, change, low, high, verdict: own }) => ({
        metric,
        base,
        head,
        change,
        low,
        high,
        verdict: own,
      })),
    ]),
  ),
});

/** A history with one more entry; what stood there for the same commit gives way to it. Lines that cannot be read are kept as they are. */
export const withEntry = (text: string, added: HistoryEntry): string => {
  const isSame = (line: string): boolean => {
    const known = parseEntry(line);
    return known !== null && known.commit !== '' && known.commit === added.commit;
  };
  const others = text.split('\n').filter((line) => line !== '' && !isSame(line));
  return `${[...others, JSON.stringify(added)].join('\n')}\n`;
};

const parseEntry = (line: string): HistoryEntry | null => {
  try {
    return entry.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
};

export interface History {
  /** In the order of time. */
  readonly entries: readonly HistoryEntry[];
  /** Lines that are none. */
  readonly unreadable: number;
}

export const readHistory = (text: string): History => {
  const lines = text.split('\n').filter((line) => line !== '');
  const entries = lines.flatMap((line) => parseEntry(line) ?? []);
  return {
    entries: entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    unreadable: lines.length - entries.length,
  };
};
