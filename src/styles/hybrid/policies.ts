import { z } from 'zod';
import { definePolicy, type ValuesOf } from '../policy.ts';
import { messagePolicies, publishPolicies } from '../shared/amqp/policies.ts';
import { callPolicies } from '../shared/http/policies.ts';

export const hybridPolicies = {
  ...callPolicies,
  ...publishPolicies,
  ...messagePolicies,
  callsUntil: definePolicy({
    schema: z
      .string({ error: () => 'expected the name of a step' })
      .max(40, { error: () => 'expected the name of a step' })
      .describe(
        'hybrid: the last step that is called; what comes after it is events. Default: the step that may decline',
      ),
    default: '',
    nullText: '= the first that may decline',
  }),
};

export type HybridPolicies = ValuesOf<typeof hybridPolicies>;
