import type { Fault } from './fault.ts';
import * as list from './list.ts';

/** Every fault that a scenario can name; `list.ts` says which. */
export const faults: ReadonlyMap<string, Fault> = new Map(
  Object.values(list).map((fault: Fault) => [fault.type, fault]),
);
