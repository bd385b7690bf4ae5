import type { FaultSpec, FaultTools } from '../faults/fault.ts';
import { faults } from '../faults/index.ts';
import { createFaultTools, type LiftableTools } from '../faults/tools.ts';
import { nowMs } from '../shared/clock.ts';
import type { StepHandler } from '../workflow/order.ts';

/** The faults in force in this process, wrapped around the step in the order in which they struck. */
export interface FaultLayer {
  readonly handler: StepHandler;
  readonly strike: (spec: FaultSpec) => number;
  readonly lift: (id: string) => { readonly at: number; readonly bites: number };
}

/** A fault around what lies below it; a lifted one stays reachable for the calls that it still holds. */
interface Layer {
  readonly below: Layer | null;
  readonly handler: StepHandler;
  readonly tools: LiftableTools;
}

const firstInForce = (layer: Layer | null): Layer | null =>
  layer === null || layer.tools.inForce() ? layer : firstInForce(layer.below);

const wrapped = ({ type, settings }: FaultSpec, next: StepHandler, tools: FaultTools): StepHandler => {
  const wrap = faults.get(type)?.wrap;
  if (wrap === undefined) throw new Error(`the fault ${type} does not act inside a service`);
  const handler = wrap(next, settings as never, tools);
  const { step } = settings;
  return step === undefined ? handler : (call) => (call.step === step ? handler(call) : next(call));
};

export const createFaultLayer = (inner: StepHandler, instance: string, seed: number): FaultLayer => {
  const layers = new Map<string, Layer>();
  let top: Layer | null = null;
  const from =
    (start: () => Layer | null): StepHandler =>
    (call) =>
      (firstInForce(start())?.handler ?? inner)(call);

  return {
    handler: from(() => top),
    strike: (spec) => {
      const below = firstInForce(top);
      const tools = createFaultTools(spec, instance, seed);
      top = {
        below,
        tools,
        handler: wrapped(
          spec,
          from(() => below),
          tools,
        ),
      };
      layers.set(spec.id, top);
      return nowMs();
    },
    lift: (id) => {
      const tools = layers.get(id)?.tools;
      layers.delete(id);
      tools?.lift();
      top = firstInForce(top);
      return { at: nowMs(), bites: tools?.bites() ?? 0 };
    },
  };
};
