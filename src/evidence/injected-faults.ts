import type { InjectedFault } from '../audit/law.ts';
import type { FaultSpec } from '../faults/fault.ts';
import type { FaultRecord } from '../result/observations.ts';

/** The share of the calls that a fault picks by chance; 1 where it has no such setting. */
const shareOf = ({ settings: { probability } }: FaultSpec): number =>
  typeof probability === 'number' ? probability : 1;

/** The faults inside services that were injected and cleared; not those of a service that died meanwhile, which forgets what it met. */
export const injectedFaults = (
  specs: readonly FaultSpec[],
  records: readonly FaultRecord[],
  died: readonly string[],
): readonly InjectedFault[] => {
  const mayDie = new Set(died);
  for (const { acts, target } of specs)
    if (target.kind === 'service' && acts.fromOutside) mayDie.add(target.service);

  return specs.flatMap((spec, place) => {
    const { type, module, acts, target, forMs } = spec;
    const record = records[place];
    // How many steps a fault of somebody else picks, nobody here knows.
    if (module !== null || !acts.onSteps || target.kind !== 'service') return [];
    const { service, instance, step } = target;
    if (mayDie.has(service) || record?.struckAt == null || record.liftedAt === null || !record.applies)
      return [];
    return {
      type,
      service,
      met: record.bites,
      step,
      instance: instance === null ? null : `${service}-${instance}`,
      from: record.struckAt,
      until: Math.min(record.liftedAt, record.struckAt + (record.plannedForMs ?? forMs)),
      share: shareOf(spec),
    };
  });
};
