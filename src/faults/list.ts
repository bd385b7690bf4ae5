// A new fault is a file and a line here.
export { bandwidth } from './bandwidth.ts';
export { blackhole } from './blackhole.ts';
export { brokerCrash } from './broker-crash.ts';
export { cpu } from './cpu.ts';
export { crash } from './crash.ts';
export { crashAfterCommit } from './crash-after-commit.ts';
export { duplicate } from './duplicate.ts';
export { error } from './error.ts';
export { failFirst } from './fail-first.ts';
export { hang } from './hang.ts';
export { latency } from './latency.ts';
export { pause } from './pause.ts';
export { poison } from './poison.ts';
export { reset } from './reset.ts';
export { restart } from './restart.ts';
export { rollingRestart } from './rolling-restart.ts';
export { slowClose } from './slow-close.ts';
