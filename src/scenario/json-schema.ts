import { z } from 'zod';
import { faultSchema } from './fault-specs.ts';
import type { Catalogue } from './load.ts';
import { scenarioSchema } from './schema.ts';

/** What an editor checks a scenario file against: the same shapes that the loader reads, with every fault there is. */
export const scenarioJsonSchema = ({ faults }: Catalogue): object => {
  const shapes = [...faults].map(([type, fault]) => faultSchema(type, fault));
  const schema = z.toJSONSchema(scenarioSchema(z.union(shapes)), { io: 'input', unrepresentable: 'any' });
  // Whatever a user keeps under `x-…`, mostly anchors.
  return { title: 'Tandem scenario', ...schema, patternProperties: { '^x-': {} } };
};
