import { showUsedUp, type UsedUp } from '../reports/used-up.ts';
import type { NeedsPoint } from '../result/run.ts';

export interface NeedsSearch {
  /** Per second, ascending. */
  readonly rates: readonly number[];
  readonly contestants: readonly string[];
  readonly services: readonly string[];
  /** Amounts that a service may have, ascending. */
  readonly amounts: readonly number[];
  readonly of: 'instances' | 'workers';
}

/** What a run with some amounts showed of one contestant at one rate. */
export interface Probe {
  /** null: the run decided nothing. */
  readonly held: boolean | null;
  readonly usedUp: readonly UsedUp[];
  /** The budgets that did not hold, where some were asked. */
  readonly broken?: readonly string[];
}

/** Runs one contestant at a rate with these amounts by service; null when interrupted. */
export type MeasureNeeds = (
  contestant: string,
  perSecond: number,
  amounts: Readonly<Record<string, number>>,
) => Promise<Probe | null>;

/** The most runs that a search can take: no amount ever goes down. */
export const mostProbes = ({ rates, contestants, services, amounts }: NeedsSearch): number =>
  contestants.length * (rates.length + services.length * (amounts.length - 1));

/** The service that is to have more: the first of what was used up that more of it would mend. */
const scarceService = (
  { services, amounts, of }: NeedsSearch,
  now: Readonly<Record<string, number>>,
  usedUp: readonly UsedUp[],
): string | null => {
  const most = amounts.at(-1) ?? 0;
  for (const { kind, service } of usedUp) {
    // More workers of a process share the one core that its code can use.
    const isMended = kind !== 'process' || of === 'instances';
    if (service === null || !isMended || !services.includes(service)) continue;
    if ((now[service] ?? most) < most) return service;
  }
  return null;
};

/** One rate: amounts go up, one service at a time, until it is held or nothing more would help; null when interrupted. */
const needsAt = async (
  search: NeedsSearch,
  contestant: string,
  perSecond: number,
  from: Readonly<Record<string, number>>,
  measure: MeasureNeeds,
): Promise<NeedsPoint | null> => {
  let amounts = from;
  let [usedUp, broken]: [readonly string[], readonly string[]] = [[], []];
  for (let runs = 1; ; runs += 1) {
    const probe = await measure(contestant, perSecond, amounts);
    if (probe === null) return null;
    const { held } = probe;
    if (held !== true) {
      [usedUp, broken] = [probe.usedUp.map(showUsedUp), probe.broken ?? []];
    }
    const scarce = held === false ? scarceService(search, amounts, probe.usedUp) : null;
    if (scarce === null)
      return {
        contestant,
        perSecond,
        amounts,
        held,
        usedUp: [...usedUp],
        ...(broken.length === 0 ? {} : { broken: [...broken] }),
        runs,
      };
    const next = search.amounts.find((amount) => amount > (amounts[scarce] ?? 0));
    amounts = { ...amounts, [scarce]: next ?? amounts[scarce] ?? 0 };
  }
};

/**
 * The least amounts with which each contestant holds each rate. It begins with the least of all services; where a rate is not held, the
 * service whose slots, prefetch or processes were used up gets the next amount, and nobody else. A higher rate begins with what the one before
 * needed, since more load never needs less. After a rate that no amounts held, higher ones are not tried.
 */
export const searchNeeds = async (
  search: NeedsSearch,
  measure: MeasureNeeds,
): Promise<readonly NeedsPoint[]> => {
  const least = search.amounts[0] ?? 1;
  const points: NeedsPoint[] = [];
  for (const contestant of search.contestants) {
    let amounts: Readonly<Record<string, number>> = Object.fromEntries(
      search.services.map((service) => [service, least]),
    );
    for (const perSecond of search.rates) {
      const point = await needsAt(search, contestant, perSecond, amounts, measure);
      if (point === null) return points;
      points.push(point);
      amounts = point.amounts;
      if (point.held === false) break;
    }
  }
  return points;
};
