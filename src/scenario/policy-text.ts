import { formatDuration, formatRate, formatShare } from '../shared/durations.ts';
import { writtenPolicyName } from './policies.ts';

const valueText = (policy: string, value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return 'none';
  if (policy.endsWith('Ms')) return formatDuration(value);
  if (policy.endsWith('PerSecond')) return formatRate(value);
  return policy === 'breakerThreshold' ? formatShare(value) : String(value);
};

/** A policy as a scenario would write it, for instance `timeout 2s`. */
export const policyText = (policy: string, value: unknown): string =>
  policy === 'prefetch' && value === null
    ? 'prefetch = workers'
    : `${writtenPolicyName(policy)} ${valueText(policy, value)}`;
