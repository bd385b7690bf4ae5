import type { ValuesOf } from '../policy.ts';
import { messagePolicies } from '../shared/amqp/policies.ts';
import { admissionPolicies } from '../shared/http/policies.ts';

export const sagaPolicies = { ...messagePolicies, ...admissionPolicies };

export type SagaPolicies = ValuesOf<typeof sagaPolicies>;
