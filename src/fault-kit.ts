// Who imports the types needs these names too, whatever `lib` and `types` are set to there.
/// <reference lib="esnext.disposable" preserve="true" />
/// <reference types="node" preserve="true" />
/** What a fault that lives in another repository is made of: the contract, and the settings that our own faults use. */

export {
  type Chunk,
  defineFault,
  type Fault,
  type FaultDefinition,
  type FaultTools,
  type Injection,
  type LinkShape,
  type TargetControl,
} from './faults/fault.ts';
export { bytesPerSecond, failureStatus, milliseconds, share } from './faults/settings.ts';
export type { FaultTarget, TargetKind } from './faults/target.ts';
export { nowMs } from './shared/clock.ts';
export type { StepCall, StepHandler, StepResult } from './workflow/order.ts';
export { StepFailure } from './workflow/step-failure.ts';
