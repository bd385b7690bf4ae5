import type { PhaseName } from '../result/figures.ts';
import type { FaultRecord } from '../result/observations.ts';

/** A stretch of time, ms from the end of the warm-up; `to` is not part of it. */
export type Window = readonly [from: number, to: number];

/** When a fault was meant to act. */
export interface PlannedFault {
  readonly atMs: number;
  readonly forMs: number;
}

const union = (windows: readonly Window[]): Window[] => {
  const merged: Window[] = [];
  for (const [from, to] of windows.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
};

const clip = (windows: readonly Window[], durationMs: number): Window[] =>
  windows
    .map(([from, to]) => [Math.max(0, from), Math.min(durationMs, to)] as const)
    .filter(([from, to]) => to > from);

const windowOf = (record: FaultRecord, planned: PlannedFault | undefined): Window | null => {
  if (record.struckAt !== null) return [record.struckAt, record.liftedAt ?? Number.POSITIVE_INFINITY];
  // A contestant without the broken part is compared with the others over the same stretch of time.
  if (record.applies) return null;
  const from = record.plannedAt ?? planned?.atMs;
  const forMs = record.plannedForMs ?? planned?.forMs;
  return from === undefined || forMs === undefined ? null : [from, from + forMs];
};

/**
 * The windows of each phase. `before` ends at the first injection, `during` is the union of all windows from the actual
 * injection to the actual clearing, `after` begins at the last clearing; the gap between two faults is in none but `all`. Records
 * stand in the order of the plan.
 */
export const phaseWindows = (
  durationMs: number,
  faults: readonly FaultRecord[],
  planned: readonly PlannedFault[] = [],
): Readonly<Record<PhaseName, readonly Window[]>> => {
  const all: Window[] = [[0, durationMs]];
  const injected = union(
    faults.flatMap((record, index) => {
      const window = windowOf(record, planned[index]);
      return window === null ? [] : [window];
    }),
  );
  const first = injected[0];
  const last = injected.at(-1);
  if (first === undefined || last === undefined) return { before: all, during: [], after: [], all };
  return {
    before: clip([[0, first[0]]], durationMs),
    during: clip(injected, durationMs),
    after: clip([[last[1], durationMs]], durationMs),
    all,
  };
};

/** A stage of the load as far as its place in time goes. */
interface PlacedStage {
  readonly forMs: number;
  readonly name?: string;
}

/** When each named stage was: `during` all of its name, `after` from the end of the last of them to the end of the load. */
export const stageWindows = (
  stages: readonly PlacedStage[],
): ReadonlyMap<string, { readonly during: readonly Window[]; readonly after: readonly Window[] }> => {
  const during = new Map<string, Window[]>();
  let start = 0;
  for (const { forMs, name } of stages) {
    if (name !== undefined) during.set(name, [...(during.get(name) ?? []), [start, start + forMs]]);
    start += forMs;
  }
  return new Map(
    [...during].map(([name, windows]) => {
      const end = windows.at(-1)?.[1] ?? start;
      return [name, { during: union(windows), after: clip([[end, start]], start) }];
    }),
  );
};
