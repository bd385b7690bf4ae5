import { z } from 'zod';
import { onOff, text } from '../shared/fields.ts';
import { limits } from '../shared/limits.ts';
import { roles } from '../workflow/definition.ts';
import { work } from './schema.ts';

const named = (pattern: RegExp, what: string) =>
  z
    .string({ error: () => `expected ${what}` })
    .regex(pattern, { error: () => `expected ${what}` })
    .max(limits.nameLength, { error: () => `expected a name of at most ${limits.nameLength} characters` });

const serviceName = named(/^[a-z][a-z0-9-]*$/, 'a name of small letters, digits and hyphens');
const stepName = named(/^[a-z][A-Za-z0-9-]*$/, 'a name such as charge or pack-parcel');
const effectName = named(
  /^[a-z][a-z0-9-]*$/,
  'a name of small letters, digits and hyphens such as order-placed',
);
const messageName = named(/^[A-Z][A-Za-z0-9]*$/, 'a name such as PaymentCompleted');
const pathName = named(/^\/[a-z0-9/-]+$/, 'a path such as /charges');

const after = z
  .union(
    [
      stepName.transform((name) => [name]),
      z.array(stepName).min(1, { error: () => 'expected the name of a step at least' }),
    ],
    {
      error: () => 'expected the name of a step, or a list of them',
    },
  )
  .describe('the steps that must have been done before it begins');

const undo = z
  .union(
    [
      stepName.transform((step) => ({ step })),
      z.strictObject({
        step: stepName.describe('what it is called'),
        effect: effectName.optional().describe('the ledger row that says that it was done'),
        command: messageName.optional().describe('asks for it (saga)'),
        event: messageName.optional().describe('tells that it was done (saga)'),
      }),
    ],
    { error: () => 'expected the name of what takes the step back, or { step, effect, command, event }' },
  )
  .describe('what takes it back when the request fails');

const stepKeys = z.strictObject({
  in: serviceName.describe('the service whose step it is'),
  after: after.optional(),
  role: z
    .enum(roles)
    .optional()
    .describe('opens the request, takes money, puts in force what was asked for, or tells the user'),
  optional: onOff.optional().describe('nobody waits for it, and nothing fails with it'),
  may: z.literal('decline').optional().describe('it may decline; `load.declined` says how often'),
  path: pathName.optional().describe('where it is asked for by a call; made from its name without it'),
  effect: effectName.optional().describe('the ledger row that says that it was done'),
  declined: effectName.optional().describe('the ledger row when it declines'),
  undo: undo.optional(),
  forbid: z
    .strictObject({
      step: stepName.describe('what it is called'),
      effect: effectName.describe('the ledger row that says so'),
    })
    .optional()
    .describe('what forbids the step where it has not been done yet'),
  command: messageName.optional().describe('asks for it (saga)'),
  event: messageName.optional().describe('tells that it was done'),
  failed: messageName.optional().describe('tells that it was not done'),
});

const step = stepKeys.refine(({ may, declined }) => declined === undefined || may === 'decline', {
  path: ['declined'],
  error: () => 'expected `may: decline` beside it: without it the step never says no',
});

/** A file in `workflows/`. */
export const workflowSchema = z.strictObject({
  title: text.describe('what happens, in a few words'),
  services: z
    .record(
      serviceName,
      z.strictObject({ work: work.prefault('2ms').describe('simulated work per step') }).prefault({}),
    )
    .refine((services) => Object.keys(services).length <= 16, { error: () => 'expected at most 16 services' })
    .describe('the services, with the work that they have where a scenario says nothing'),
  steps: z
    .record(stepName, step)
    .refine((steps) => Object.keys(steps).length <= 32, { error: () => 'expected at most 32 steps' })
    .describe('the steps, by name'),
  givenUp: messageName
    .optional()
    .describe('the event of a caller that gave a request up (hybrid), default RequestGivenUp'),
});
