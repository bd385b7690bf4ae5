import { brokerCrash } from './broker-crash.ts';
import { crash } from './crash.ts';
import { error } from './error.ts';
import type { Fault } from './fault.ts';
import { latency } from './latency.ts';

/** Every fault that a scenario can name. A new one is a file and a line here. */
export const faults: ReadonlyMap<string, Fault> = new Map(
  [latency, error, crash, brokerCrash].map((fault) => [fault.type, fault]),
);
