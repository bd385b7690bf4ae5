import { type Policy, writtenName } from '../styles/policy.ts';

const valueText = (value: unknown, { format = String, nullText = 'none' }: Policy): string => {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return format(value);
  return typeof value === 'string' && value !== '' ? value : nullText;
};

/** A policy as a scenario would write it, for instance `timeout 2s`; `name` is that by which its style reads it. */
export const policyText = (name: string, policy: Policy, value: unknown): string =>
  `${writtenName(name, policy)} ${valueText(value, policy)}`;
