import type { ValuesOf } from '../policy.ts';
import { messagePolicies, publishPolicies } from '../shared/amqp/policies.ts';
import { callPolicies } from '../shared/http/policies.ts';

export const hybridPolicies = { ...callPolicies, ...publishPolicies, ...messagePolicies };

export type HybridPolicies = ValuesOf<typeof hybridPolicies>;
