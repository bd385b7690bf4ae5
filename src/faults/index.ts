import { bandwidth } from './bandwidth.ts';
import { blackhole } from './blackhole.ts';
import { brokerCrash } from './broker-crash.ts';
import { cpu } from './cpu.ts';
import { crash } from './crash.ts';
import { crashAfterCommit } from './crash-after-commit.ts';
import { duplicate } from './duplicate.ts';
import { error } from './error.ts';
import { failFirst } from './fail-first.ts';
import type { Fault } from './fault.ts';
import { hang } from './hang.ts';
import { latency } from './latency.ts';
import { pause } from './pause.ts';
import { poison } from './poison.ts';
import { reset } from './reset.ts';
import { slowClose } from './slow-close.ts';

/** Every fault that a scenario can name. A new one is a file and a line here. */
const all: readonly Fault[] = [
  // Inside a service
  latency,
  error,
  hang,
  duplicate,
  poison,
  failFirst,
  cpu,
  crashAfterCommit,
  // On a process from outside
  crash,
  pause,
  brokerCrash,
  // On a link; latency acts there too
  bandwidth,
  reset,
  blackhole,
  slowClose,
];

export const faults: ReadonlyMap<string, Fault> = new Map(all.map((fault) => [fault.type, fault]));
