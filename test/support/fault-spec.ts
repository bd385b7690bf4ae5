import { actsOf, type Fault, type FaultSpec } from '../../src/faults/fault.ts';
import { faults } from '../../src/faults/index.ts';

export const faultNamed = (type: string): Fault => {
  const fault = faults.get(type);
  if (fault === undefined) throw new Error(`no fault is named ${type}`);
  return fault;
};

/** One of our own faults as a scenario would ask for it, its settings as the fault parses them. */
export const faultSpec = (
  type: string,
  target: FaultSpec['target'],
  { settings = {}, ...rest }: Partial<FaultSpec> = {},
): FaultSpec => ({
  id: `${type}-1`,
  type,
  module: null,
  acts: actsOf(faultNamed(type)),
  target,
  atMs: 0,
  forMs: 1,
  settings: faultNamed(type).settings.parse(settings),
  ...rest,
});
