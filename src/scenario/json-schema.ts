import { z } from 'zod';
import { faultSchema, moduleFaultSchema } from './fault-kind.ts';
import type { Catalogue } from './load.ts';
import { partiesSchema } from './parties.ts';
import { policiesSchema } from './policies-schema.ts';
import { scenarioSchema } from './schema.ts';
import { stageSchema } from './stages.ts';
import { workflowSchema } from './workflow-schema.ts';

/** What an editor checks a scenario file against: the same shapes that the loader reads, with every fault and policy there is. */
export const scenarioJsonSchema = ({ faults, styles }: Catalogue): object => {
  const faultSchemas = [...faults].map(([type, fault]) => faultSchema(type, fault));
  const policies = policiesSchema(...[...styles.values()].map((style) => style.policies));
  const whole = scenarioSchema(
    z.union([...faultSchemas, moduleFaultSchema]),
    policies,
    stageSchema,
    partiesSchema,
  );
  const schema = z.toJSONSchema(whole, { io: 'input', unrepresentable: 'any' });
  // Whatever a user keeps under `x-…`, mostly anchors.
  return { title: 'Tandem scenario', ...schema, patternProperties: { '^x-': {} } };
};

/** What an editor checks the definition of a workflow against. */
export const workflowJsonSchema = (): object => ({
  title: 'Tandem workflow',
  ...z.toJSONSchema(workflowSchema, { io: 'input', unrepresentable: 'any' }),
});
