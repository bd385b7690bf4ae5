import { z } from 'zod';
import type { Fault } from '../faults/fault.ts';
import { instance, step } from '../faults/settings.ts';
import type { TargetKind } from '../faults/target.ts';
import { duration, period } from '../shared/fields.ts';

/** What the scenario language must know of a fault. */
export type FaultKind = Omit<Fault, 'shape'>;

export const times = {
  at: duration.describe('from the end of the warm-up'),
  for: period.describe('how long it stays'),
  every: period.optional().describe('injected again after this time, until the load ends'),
};

/** Keys of every entry, where its fault has them. */
export const commonKeys = z.object({ ...times, instance, step });

const targetWords: Readonly<Record<TargetKind, string>> = {
  service: 'a service',
  broker: 'broker',
  link: 'a link such as client→ and a service',
};

/** One entry of `faults` for one type of fault: its times, its target under the key that names it, its settings. */
export const faultSchema = (key: string, { targets, settings, wrap }: FaultKind) => {
  const expected = targets.map((kind) => targetWords[kind]).join(' or ');
  const target = z.string({ error: () => `expected ${expected}` }).describe(`target: ${expected}`);
  return z.strictObject({
    ...times,
    [key]: target,
    ...(targets.includes('service') ? { instance } : {}),
    ...(wrap === undefined ? {} : { step }),
    ...settings.shape,
  });
};

/** For editors: an entry of a fault from a module, whose settings nobody knows before it is loaded. */
export const moduleFaultSchema = z
  .looseObject(times)
  .meta({ not: { propertyNames: { not: { pattern: '^\\.{0,2}/' } } } })
  .describe('a fault from a module: the key is its path, the value its target');
