import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import type { StepHandler } from '../workflow/order.ts';
import { actsOf, defineFault, type FaultSpec } from './fault.ts';
import { milliseconds } from './settings.ts';
import { createFaultTools } from './tools.ts';

interface Parsed {
  add: number;
  note?: string | undefined;
}

test('every hook gets the settings as the schema of the fault parses them', async () => {
  const seen: unknown[] = [];
  const fault = defineFault({
    type: 'example',
    targets: ['service', 'broker', 'link'],
    settings: z.strictObject({ add: milliseconds, note: z.string().optional() }),
    wrap: (next, settings) => {
      expectTypeOf(settings).toEqualTypeOf<Parsed>();
      seen.push(settings);
      return next;
    },
    shape: (settings) => {
      expectTypeOf(settings).toEqualTypeOf<Parsed>();
      seen.push(settings);
      return {};
    },
    inject: (_target, settings) => {
      expectTypeOf(settings).toEqualTypeOf<Parsed>();
      seen.push(settings);
      return Promise.resolve({ [Symbol.asyncDispose]: () => Promise.resolve() });
    },
  });
  const settings = fault.settings.parse({ add: '2s' });
  const spec: FaultSpec = {
    id: 'example-1',
    type: 'example',
    module: null,
    acts: actsOf(fault),
    target: { kind: 'broker' },
    atMs: 0,
    forMs: 1,
    settings,
  };
  const tools = createFaultTools(spec, 'broker', 1);
  const next: StepHandler = () => Promise.reject(new Error('nothing is called here'));
  const nothing = {
    kill: () => Promise.resolve(),
    restart: () => Promise.resolve(),
    finish: () => Promise.resolve(),
    each: [],
  };
  fault.wrap?.(next, spec.settings, tools);
  fault.shape?.(spec.settings, tools);
  await fault.inject?.({ ...nothing, signal: () => Promise.resolve(), ended: () => 0 }, spec.settings);
  expect(seen).toEqual([{ add: 2_000 }, { add: 2_000 }, { add: 2_000 }]);
});
