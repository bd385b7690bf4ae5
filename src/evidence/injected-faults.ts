import type { InjectedFault } from '../audit/law.ts';
import type { FaultSpec } from '../faults/fault.ts';
import { faults as registry } from '../faults/index.ts';
import type { FaultRecord } from '../result/observations.ts';

const isOrNull = <T>(value: unknown, isOne: (value: unknown) => value is T): T | null =>
  isOne(value) ? value : null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';

/** The faults inside services that struck and were cleared; not those of a service that died meanwhile, which forgets what it met. */
export const injectedFaults = (
  specs: readonly FaultSpec[],
  records: readonly FaultRecord[],
  died: readonly string[],
): readonly InjectedFault[] => {
  const endings = specs.filter(({ type }) => registry.get(type)?.strike !== undefined);
  const mortal = new Set([...endings.map(({ target }) => target), ...died]);
  return specs.flatMap(({ type, target, forMs, settings }, place) => {
    const record = records[place];
    if (registry.get(type)?.wrap === undefined || mortal.has(target)) return [];
    if (record?.struckAt == null || record.liftedAt === null || !record.applies) return [];
    const instance = isOrNull(settings['instance'], isNumber);
    return {
      ...{ type, service: target, met: record.bites },
      step: isOrNull(settings['step'], isText),
      instance: instance === null ? null : `${target}-${instance}`,
      from: record.struckAt,
      until: Math.min(record.liftedAt, record.struckAt + (record.plannedForMs ?? forMs)),
      share: isOrNull(settings['probability'], isNumber) ?? 1,
    };
  });
};
