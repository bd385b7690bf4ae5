/** What a fault is made of: its contract, schemas for its settings, and the error by which a step fails. */
export {
  defineFault,
  type Fault,
  type FaultTools,
  type Injection,
  type LinkShape,
  type TargetControl,
} from './faults/fault.ts';
export { bytesPerSecond, failureStatus, milliseconds, share } from './faults/settings.ts';
export type { StepCall, StepHandler, StepResult } from './workflow/order.ts';
export { StepFailure } from './workflow/step-failure.ts';
