import type { Autoscale } from '../scenario/scenario.ts';

/** A utilisation that misses its target by no more than this share changes nothing. */
const tolerance = 0.1;

/** How many processes a decision asked for, before anything held it back. */
export interface Recommendation {
  /** ms, on any clock. */
  readonly at: number;
  readonly instances: number;
}

export interface ScalingInput {
  /** On the clock of `past`, ms. */
  readonly at: number;
  /** Processes that there are, those that are still starting among them. */
  readonly instances: number;
  /** Busy worker slots over all worker slots of those processes, on average since the last decision. */
  readonly utilisation: number;
  /** Of earlier decisions. */
  readonly past: readonly Recommendation[];
}

const exactly = 1e-9;

/** As many as bring the use to its target, within the bounds; as many as there are where it is near enough. */
const recommended = (instances: number, utilisation: number, { target, from, to }: Autoscale): number => {
  const ratio = utilisation / target;
  const wanted =
    Math.abs(ratio - 1) <= tolerance + exactly ? instances : Math.ceil(instances * ratio - exactly);
  return Math.min(to, Math.max(from, wanted));
};

/**
 * How many processes a service is to have, as Kubernetes' horizontal autoscaler decides it: ceil(instances × utilisation / target),
 * nothing within a tenth of the target, more at once, and fewer only as far as every decision of the last `downAfterMs` would have gone.
 * A pure function.
 */
export const decideScale = (
  { at, instances, utilisation, past }: ScalingInput,
  spec: Autoscale,
): { readonly instances: number; readonly recommendation: Recommendation } => {
  const recommendation = { at, instances: recommended(instances, utilisation, spec) };
  const lately = past.filter((one) => at - one.at < spec.downAfterMs).map((one) => one.instances);
  const held = Math.max(recommendation.instances, ...lately);
  return {
    instances: recommendation.instances > instances ? recommendation.instances : Math.min(instances, held),
    recommendation,
  };
};
