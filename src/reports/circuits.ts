import type { RoundResult } from '../result/round.ts';

/** When at least one circuit to a service was open in a round. */
export interface OpenCircuit {
  readonly callee: string;
  /** Apart from one another and in order, ms from the end of the warm-up; below 0 in the warm-up. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

const prefix = 'circuit:';

const union = (spans: OpenCircuit['spans']): OpenCircuit['spans'] => {
  const apart: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last === undefined || from > last.to) apart.push({ from, to });
    else last.to = Math.max(last.to, to);
  }
  return apart;
};

/**
 * The circuits that were open, warm-up included, by callee. Those of several processes and instances lie over one
 * another, and a time in which two were open is still that time once. One that never closed lasts until the last sample.
 */
export const openCircuits = ({ states, samples }: RoundResult): readonly OpenCircuit[] => {
  const endMs = samples.t.at(-1) ?? 0;
  const open = states
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, from, until }) => ({ callee: name.slice(prefix.length), from, to: until ?? endMs }))
    .filter(({ from, to }) => to > from);
  return [...new Set(open.map(({ callee }) => callee))].map((callee) => ({
    callee,
    spans: union(open.filter((one) => one.callee === callee)),
  }));
};
