import type { Fault, FaultSpec, FaultTools } from '../faults/fault.ts';
import { type ClearableTools, createFaultTools } from '../faults/tools.ts';
import { nowMs } from '../shared/clock.ts';
import type { StepHandler } from '../workflow/order.ts';

/** The faults in force in this process, wrapped around the step in the order in which they were injected. */
export interface FaultLayer {
  readonly handler: StepHandler;
  /** Returns the `nowMs()` of the injection. */
  readonly inject: (spec: FaultSpec, fault: Fault) => number;
  readonly clear: (id: string) => { readonly at: number; readonly affected: number };
  /** Injects what was in force before this process started, with what it does to one that starts. */
  readonly startUnder: (spec: FaultSpec, fault: Fault) => Promise<void>;
}

/** A fault around what lies below it; a cleared one stays reachable for the calls that it still holds. */
interface Layer {
  readonly below: Layer | null;
  readonly handler: StepHandler;
  readonly tools: ClearableTools;
}

const firstInForce = (layer: Layer | null): Layer | null =>
  layer === null || layer.tools.inForce() ? layer : firstInForce(layer.below);

const wrapped = (
  { type, target, settings }: FaultSpec,
  { wrap, start }: Fault,
  next: StepHandler,
  tools: FaultTools,
): StepHandler => {
  if (wrap === undefined && start !== undefined) return next;
  if (wrap === undefined) throw new Error(`the fault ${type} does not act inside a service`);
  const handler = wrap(next, settings, tools);
  const step = target.kind === 'service' ? target.step : null;
  return step === null ? handler : (call) => (call.step === step ? handler(call) : next(call));
};

export const createFaultLayer = (inner: StepHandler, instance: string, seed: number): FaultLayer => {
  const layers = new Map<string, Layer>();
  let top: Layer | null = null;
  const from =
    (start: () => Layer | null): StepHandler =>
    (call) =>
      (firstInForce(start())?.handler ?? inner)(call);

  const inject = (spec: FaultSpec, fault: Fault): FaultTools => {
    const below = firstInForce(top);
    const tools = createFaultTools(spec, instance, seed);
    top = {
      below,
      tools,
      handler: wrapped(
        spec,
        fault,
        from(() => below),
        tools,
      ),
    };
    layers.set(spec.id, top);
    return tools;
  };

  return {
    handler: from(() => top),
    inject: (spec, fault) => {
      inject(spec, fault);
      return nowMs();
    },
    startUnder: async (spec, fault) => {
      const tools = inject(spec, fault);
      await fault.start?.(spec.settings, tools);
    },
    clear: (id) => {
      const tools = layers.get(id)?.tools;
      layers.delete(id);
      tools?.clear();
      top = firstInForce(top);
      return { at: nowMs(), affected: tools?.affected() ?? 0 };
    },
  };
};
