import type { ValuesOf } from '../policy.ts';
import { eventLogPolicies, messagePolicies, publishPolicies } from '../shared/amqp/policies.ts';
import { admissionPolicies } from '../shared/http/policies.ts';

export const eventsPolicies = {
  ...publishPolicies,
  ...messagePolicies,
  ...admissionPolicies,
  ...eventLogPolicies,
};

export type EventsPolicies = ValuesOf<typeof eventsPolicies>;
