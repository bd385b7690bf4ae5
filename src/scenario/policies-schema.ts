import { z } from 'zod';
import { type Policy, type PolicyFragment, writtenName } from '../styles/policy.ts';

/** Throws an Error for a policy without a zod schema; those of a module were checked when it was loaded. */
const schemaOf = (name: string, { schema }: Policy): z.ZodType => {
  if (schema instanceof z.ZodType) return schema;
  throw new Error(`the policy ${name} has no zod schema`);
};

/**
 * Reads the `policies` of a contestant, of which all may be left out, by their names in a scenario. Where two policies have one
 * name, the last one counts.
 */
export const policiesSchema = (...fragments: readonly PolicyFragment[]) =>
  z
    .strictObject(
      Object.fromEntries(
        fragments
          .flatMap((policies) => Object.entries(policies))
          .map(([name, policy]) => [writtenName(name, policy), schemaOf(name, policy)]),
      ),
    )
    .partial();
