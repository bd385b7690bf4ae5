import { UsageError } from '../shared/errors.ts';
import type { Fault, FaultSpec } from './fault.ts';
import { faultFrom } from './fault-module.ts';
import * as list from './list.ts';

/** Every fault that a scenario can name; `list.ts` says which. */
export const faults: ReadonlyMap<string, Fault> = new Map(
  Object.values(list).map((fault: Fault) => [fault.type, fault]),
);

/** The fault of a spec, loaded from its module where it has one. Rejects where there is none. */
export const faultOf = async ({ type, module }: Pick<FaultSpec, 'type' | 'module'>): Promise<Fault> => {
  const fault = module === null ? faults.get(type) : await faultFrom(module);
  if (fault === undefined) throw new UsageError(`no fault is named ${type}`);
  return fault;
};
