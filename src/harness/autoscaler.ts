import { setTimeout as delay } from 'node:timers/promises';
import type { Look } from '../evidence/look.ts';
import type { ScalingRecord } from '../result/observations.ts';
import type { Autoscale, Scenario, ServiceSpec } from '../scenario/scenario.ts';
import { serviceSpecOf } from '../scenario/service-spec.ts';
import { nowMs } from '../shared/clock.ts';
import { messageOf } from '../shared/errors.ts';
import { mean } from '../shared/mean.ts';
import { redact } from '../shared/redact.ts';
import type { Site } from '../sites/site.ts';
import type { PlacedStyle } from '../styles/style.ts';
import { decideScale, type Recommendation } from './autoscale-rule.ts';
import type { Fleet } from './fleet.ts';
import type { LoadProcess } from './load-process.ts';
import { reachOf } from './reach.ts';
import type { Sampler } from './sampling.ts';

/** Acts on the instances of services that scale. Disposing it ends the deciding and waits until what was decided is done. */
export interface Autoscaler extends AsyncDisposable {
  /** null where no service scales. */
  readonly records: () => readonly ScalingRecord[] | null;
}

export interface AutoscalerParts {
  readonly scenario: Scenario;
  readonly style: PlacedStyle;
  readonly site: Pick<Site, 'pace'>;
  readonly fleet: Pick<Fleet, 'add' | 'takeOut' | 'end' | 'urlsOf' | 'streamsOf'>;
  readonly load: Pick<LoadProcess, 'reach'>;
  readonly sampler: Pick<Sampler, 'looks'>;
  /** `nowMs()` of the end of the warm-up. */
  readonly originMs: number;
  /** Ends the deciding at once. */
  readonly signal: AbortSignal;
}

/** What one that is taken away has in hand is cut off after this: as long as Kubernetes gives a pod. */
const finishWithinMs = 30_000;

type OpenRecord = { -readonly [K in keyof ScalingRecord]: ScalingRecord[K] };

/** Busy worker slots of the instances 1 to `most` of a service, on average over the looks. */
const busyIn = (looks: readonly Look[], service: string, most: number): number =>
  mean(
    looks.map(({ processes }) =>
      Array.from(
        { length: most },
        (_, index) => processes[`${service}-${index + 1}`]?.slots?.busy ?? 0,
      ).reduce((sum, busy) => sum + busy, 0),
    ),
  );

/** The numbers above the smaller and up to the larger of two counts. */
const between = (one: number, other: number): readonly number[] => {
  const least = Math.min(one, other);
  return Array.from({ length: Math.abs(one - other) }, (_, index) => least + index + 1);
};

/** Starts and ends single instances of a service; of each number one thing after the other. */
const instancesOf = (service: string, parts: AutoscalerParts) => {
  const { fleet, load, site } = parts;
  const turns = new Map<number, Promise<void>>();
  const tellClient = (): Promise<void> => load.reach(reachOf(parts, fleet));
  const inTurn = (number: number, deed: () => Promise<void>): Promise<void> => {
    const turn = (turns.get(number) ?? Promise.resolve()).catch(() => undefined).then(deed);
    turns.set(number, turn);
    return turn;
  };
  return {
    add: (number: number) =>
      inTurn(number, async () => {
        await fleet.add(service, number);
        await tellClient();
      }),
    remove: (number: number) =>
      inTurn(number, async () => {
        await fleet.takeOut(service, number);
        await tellClient();
        // Everybody knows; what was sent just before is given the time to arrive.
        await delay(site.pace.sampleEveryMs);
        await fleet.end(service, number, finishWithinMs);
        await tellClient();
      }),
  };
};

const scaleService = (
  service: string,
  { workers, autoscale }: ServiceSpec & { readonly autoscale: Autoscale },
  parts: AutoscalerParts,
  stopped: AbortSignal,
) => {
  const { sampler, originMs } = parts;
  const instances = instancesOf(service, parts);
  const records: OpenRecord[] = [];
  const deeds: Promise<void>[] = [];
  let wanted = autoscale.from;
  let past: readonly Recommendation[] = [];
  const sinceOrigin = (): number => Math.round(nowMs() - originMs);

  const carryOut = async (record: OpenRecord): Promise<void> => {
    const { from, to } = record;
    const change = to > from ? instances.add : instances.remove;
    try {
      await Promise.all(between(from, to).map(change));
      record.doneAt = sinceOrigin();
    } catch (error) {
      record.error = redact(messageOf(error));
    }
  };

  const decide = (looks: readonly Look[]): void => {
    const at = nowMs();
    const utilisation = busyIn(looks, service, wanted) / (wanted * workers);
    const decision = decideScale({ at, instances: wanted, utilisation, past }, autoscale);
    past = [...past.filter((one) => at - one.at < autoscale.downAfterMs), decision.recommendation];
    if (decision.instances === wanted) return;
    const record: OpenRecord = {
      service,
      at: sinceOrigin(),
      from: wanted,
      to: decision.instances,
      utilisation: Math.round(utilisation * 1_000) / 1_000,
      target: autoscale.target,
      doneAt: null,
    };
    wanted = decision.instances;
    records.push(record);
    deeds.push(carryOut(record));
  };

  const run = async (): Promise<void> => {
    let seen = sampler.looks.length;
    let next = nowMs();
    for (;;) {
      next += autoscale.everyMs;
      const pause = delay(Math.max(0, next - nowMs()), true, { signal: stopped });
      if (!(await pause.catch(() => false))) break;
      const looks = sampler.looks.slice(seen);
      seen = sampler.looks.length;
      if (looks.length > 0) decide(looks);
    }
    await Promise.all(deeds);
  };
  return { done: run(), records };
};

/** Watches the services that scale, from the start of the load on until disposed. */
export const startAutoscaler = (parts: AutoscalerParts): Autoscaler => {
  const stop = new AbortController();
  const stopped = AbortSignal.any([stop.signal, parts.signal]);
  const scaling = parts.style.services.flatMap((service) => {
    const { autoscale, ...spec } = serviceSpecOf(parts.scenario, service);
    return autoscale === undefined || autoscale === null
      ? []
      : [scaleService(service, { ...spec, autoscale }, parts, stopped)];
  });
  return {
    records: () =>
      scaling.length === 0
        ? null
        : scaling
            .flatMap(({ records }) => records.map((record) => ({ ...record })))
            .toSorted((a, b) => a.at - b.at),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.all(scaling.map(({ done }) => done));
    },
  };
};
