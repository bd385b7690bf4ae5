import { z } from 'zod';
import { type RunResult, resultSchema, runResult } from './run.ts';

type Shaped =
  | { readonly result: RunResult; readonly problems: null }
  | { readonly result: null; readonly problems: readonly string[] };

const schemaOf = (document: unknown): unknown =>
  typeof document === 'object' && document !== null && 'schema' in document ? document.schema : undefined;

/** The document as a result, older ones with what they did not have yet; or what is wrong with its shape. */
export const shapedResult = (document: unknown): Shaped => {
  const version = schemaOf(document);
  if (version !== resultSchema) {
    const found = version === undefined ? 'none' : JSON.stringify(version);
    return { result: null, problems: [`schema: expected ${JSON.stringify(resultSchema)}, found ${found}`] };
  }
  const parsed = runResult.safeParse(document);
  if (parsed.success) return { result: parsed.data, problems: null };
  return {
    result: null,
    problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  };
};

/** What is wrong with the shape of a document that should be a result; empty when nothing is. */
export const resultProblems = (document: unknown): readonly string[] => shapedResult(document).problems ?? [];

/** The shape of `result.json` for other programs. */
export const resultJsonSchema = (): object => ({
  title: 'Tandem result',
  ...z.toJSONSchema(runResult, { io: 'input', reused: 'ref' }),
});
