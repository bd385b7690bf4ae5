import type { FaultSpec } from './fault.ts';
import { type FaultTarget, targetText } from './target.ts';

/** A fault as plans and results hold it: the target as text, the instance and the step it names among the settings. */
export interface RecordedFault {
  readonly type: string;
  readonly target: string;
  readonly atMs: number;
  readonly forMs: number;
  readonly settings: Readonly<Record<string, unknown>>;
}

const namedParts = (target: FaultTarget): Readonly<Record<string, unknown>> =>
  target.kind === 'service'
    ? {
        ...(target.instance === null ? {} : { instance: target.instance }),
        ...(target.step === null ? {} : { step: target.step }),
      }
    : {};

export const recordedFault = ({ type, target, atMs, forMs, settings }: FaultSpec): RecordedFault => ({
  type,
  target: targetText(target),
  atMs,
  forMs,
  settings: { ...namedParts(target), ...settings },
});
