import { z } from 'zod';
import { clip } from '../shared/clip.ts';
import { rate, share, span, text } from '../shared/fields.ts';
import { limits } from '../shared/limits.ts';
import { nearMiss } from '../shared/near-miss.ts';
import { actionsOf, isWorking } from '../workflow/actions.ts';
import type { Workflow } from '../workflow/definition.ts';
import type { Party } from '../workflow/party.ts';
import type { ScenarioDocument } from './document.ts';
import type { Problem } from './problem.ts';
import { work } from './schema.ts';

const partyName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, { error: () => 'expected a name of small letters, digits and hyphens' })
  .max(limits.nameLength, { error: () => `expected a name of at most ${limits.nameLength} characters` });

/** Whoever outside is asked by a step, by name. */
export const partiesSchema = z
  .record(
    partyName,
    z.strictObject({
      step: text.describe('the step that asks it, in every style'),
      work: work.prefault('20ms').describe('how long an answer takes, drawn anew for each try'),
      rateLimit: rate
        .optional()
        .describe('requests that it takes on; more are answered with 429 and Retry-After'),
      errors: share.prefault('0%').describe('share of the tries that it fails with 500'),
      timeout: span.prefault('2s').describe('how long the step waits for its answer'),
    }),
  )
  .default({})
  .describe('parties outside, each an HTTP service of its own that a step asks: a bank, a carrier');

type WrittenParties = z.output<typeof partiesSchema>;

/** Names that something else in a round has. */
const taken = ['client', 'broker', 'load', 'links', 'rabbitmq'];

/** Reads the parties, and finds those that no step can ask. */
export const readParties = (
  written: WrittenParties,
  workflow: Workflow,
  roles: readonly string[],
  document: ScenarioDocument,
): { readonly parties: readonly Party[]; readonly problems: readonly Problem[] } => {
  const steps = [...actionsOf(workflow).values()].filter(isWorking).map(({ name }) => name);
  const problems: Problem[] = [];
  const asked = new Map<string, string>();
  for (const [name, { step }] of Object.entries(written)) {
    const path = ['parties', name];
    if (taken.includes(name) || roles.includes(name))
      problems.push(
        document.atKey(path, `\`${name}\` is what something else is called; choose another name`),
      );
    if (!steps.includes(step)) {
      const near = nearMiss(step, steps);
      const hint = near === null ? `expected one of ${steps.join(', ')}` : `did you mean \`${near}\`?`;
      problems.push(
        document.at([...path, 'step'], `no step \`${clip(step)}\` that works in ${workflow.name}; ${hint}`),
      );
    }
    const other = asked.get(step);
    if (other !== undefined)
      problems.push(
        document.at([...path, 'step'], `the step ${step} asks ${other} already; one party a step`),
      );
    asked.set(step, name);
  }
  const parties = Object.entries(written).map(
    ([name, { step, work: takes, rateLimit, errors, timeout }]): Party => ({
      name,
      step,
      work: { ...takes, redraw: true },
      perSecond: rateLimit ?? null,
      errors,
      timeoutMs: timeout,
    }),
  );
  return { parties, problems };
};
