import { mean } from '../../shared/mean.ts';
import { median } from '../../shared/median.ts';
import type { LedgerEntry } from '../../workflow/order.ts';
import type { Law, LawEvidence } from '../law.ts';

/** Timers count whole ms on a clock that may be one behind at either end. */
const rowGrainMs = 2;
/** Of so many rows a step is judged at most, spread evenly: drawing the ordered work costs time. */
const mostRows = 20_000;

interface Step {
  seen: number;
  every: number;
  readonly worked: number[];
  readonly ordered: number[];
  short: number;
}

const note = (step: Step, entry: LedgerEntry, orderedMs: number): void => {
  const worked = entry.at - entry.startedAt;
  step.worked.push(worked);
  step.ordered.push(orderedMs);
  if (worked < Math.floor(orderedMs) - rowGrainMs) step.short += 1;
};

const stepsOf = ({ entries, orderedMs }: LawEvidence): ReadonlyMap<string, Step> => {
  const steps = new Map<string, Step>();
  for (const entry of entries) {
    const known = steps.get(entry.service);
    const step = known ?? { seen: 0, every: 1, worked: [], ordered: [], short: 0 };
    if (known === undefined) steps.set(entry.service, step);
    step.seen += 1;
    if (step.seen % step.every !== 0) continue;
    const ordered = orderedMs(entry);
    if (ordered === null || !(ordered > 0)) continue;
    note(step, entry, ordered);
    if (step.worked.length % mostRows === 0) step.every *= 2;
  }
  return steps;
};

/** On average a timer is late, so that a step which leaves out even short work falls behind its orders. */
const isBehind = ({ worked, ordered }: Step): boolean => mean(worked) < mean(ordered.map(Math.floor)) - 1;

const show = (ms: number): string => `${Math.round(ms * 10) / 10} ms`;

export const workLaw: Law = {
  law: 'work done = work ordered',
  statement:
    'Every working step took at least the simulated work that its service was given, drawn again from the seed.',
  tolerance: `${rowGrainMs} ms a row below whole milliseconds, 1 ms in the mean of a service: timers are that coarse; work below 1 ms cannot be judged`,
  judge: (evidence) => {
    const broken: string[] = [];
    let judged = 0;
    for (const [service, step] of stepsOf(evidence)) {
      judged += step.worked.length;
      if (step.worked.length === 0 || (step.short === 0 && !isBehind(step))) continue;
      broken.push(
        `${service} worked ${show(median(step.worked))} of ${show(median(step.ordered))} (median), too short in ${step.short} of ${step.worked.length} rows`,
      );
    }
    if (broken.length > 0) return { holds: false, detail: broken.join('; ') };
    return judged === 0
      ? { holds: null, detail: 'no work was ordered' }
      : { holds: true, detail: `${judged} rows` };
  },
};
