import { z } from 'zod';
import { UsageError } from '../shared/errors.ts';
import type { ClaimRecord } from './claim-record.ts';

/** What `claims.json` holds: the last run of each claim. */
export interface ClaimsDocument {
  readonly schema: 'tandem.claims/1';
  /** In the order of groups and names. */
  readonly claims: readonly ClaimRecord[];
}

const text = z.string();
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const claimVerdict = z.enum(['supported', 'refuted', 'inconclusive']);

const claim = z.object({
  name: text,
  group: text,
  title: text,
  claim: text,
  why: text,
  verdict: claimVerdict,
  hypotheses: list(z.object({ text, verdict: claimVerdict, detail: text })),
  budgets: list(z.object({ text, verdict: z.enum(['pass', 'warn', 'fail', 'invalid']), detail: text })),
  valid: z.boolean(),
  invalidReasons: list(text),
  rounds: z.number(),
  scale: z.number(),
  seed: z.number(),
  startedAt: text,
  environment: z.object({
    cpuModel: text,
    cores: z.number(),
    memoryBytes: z.number(),
    os: text,
    node: text,
    broker: text,
    dependencyLock: text,
    tandem: text,
  }),
});

const shape = z.object({ schema: z.literal('tandem.claims/1'), claims: list(claim) });

export const emptyClaims: ClaimsDocument = { schema: 'tandem.claims/1', claims: [] };

const jsonOf = (content: string): unknown => {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
};

/** Reads the text of a `claims.json`; throws a UsageError that names the file, and the first place where it is not one. */
export const parseClaims = (content: string, file: string): ClaimsDocument => {
  const { data, error } = shape.safeParse(jsonOf(content));
  if (data !== undefined) return data;
  const { path = [], message = '' } = error.issues[0] ?? {};
  const where = path.length === 0 ? '' : ` (${path.join('.')}: ${message})`;
  throw new UsageError(`${file} is not a document of claims${where}; move it away or choose another --out`);
};

const keyOf = ({ group, name }: ClaimRecord): string => `${group}\n${name}`;

/** The document with this record in place of an older one of the same scenario. */
export const withClaim = ({ schema, claims }: ClaimsDocument, record: ClaimRecord): ClaimsDocument => ({
  schema,
  claims: [...claims.filter(({ name }) => name !== record.name), record].toSorted((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  ),
});
