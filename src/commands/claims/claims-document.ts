import { z } from 'zod';
import { UsageError } from '../../shared/errors.ts';
import type { ClaimRecord } from './claim-record.ts';

/** What `claims.json` holds: the last run of each claim. */
export interface ClaimsDocument {
  readonly schema: 'tandem.claims/1';
  /** In the order of groups and names. */
  readonly claims: readonly ClaimRecord[];
}

const shape = z.object({
  schema: z.literal('tandem.claims/1'),
  claims: z.array(z.object({ name: z.string(), group: z.string(), verdict: z.string() }).loose()),
});

export const emptyClaims: ClaimsDocument = { schema: 'tandem.claims/1', claims: [] };

/** Reads the text of a `claims.json`; throws a UsageError that names the file when it is not one. */
export const parseClaims = (text: string, file: string): ClaimsDocument => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  if (shape.safeParse(parsed).success) return parsed as ClaimsDocument;
  throw new UsageError(`${file} is not a document of claims; move it away or choose another --out`);
};

const keyOf = ({ group, name }: ClaimRecord): string => `${group}\n${name}`;

/** The document with this record in place of an older one of the same scenario. */
export const withClaim = ({ schema, claims }: ClaimsDocument, record: ClaimRecord): ClaimsDocument => ({
  schema,
  claims: [...claims.filter(({ name }) => name !== record.name), record].toSorted((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  ),
});
