import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { resultJsonSchema } from '../result/shape.ts';
import { catalogue } from './catalogue.ts';
import { scenarioJsonSchema, workflowJsonSchema } from './json-schema.ts';

const folder = new URL('../../scenarios/', import.meta.url);
const schema = scenarioJsonSchema(catalogue);
/** Read back by a validator of its own, as an editor would. */
const isValid = new Ajv2020({ strict: false }).compile(schema);

const fault = (written: object) => ({
  title: 'a',
  claim: 'b',
  load: { rate: '10/s' },
  faults: [{ at: '1s', for: '1s', ...written }],
});

describe('the JSON Schema of scenarios', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('accepts %s', (name) => {
    const document: unknown = parse(readFileSync(new URL(name, folder), 'utf8'));
    expect(isValid(document), JSON.stringify(isValid.errors)).toBe(true);
  });

  it.each([
    ['a fault with its settings', fault({ latency: 'payments', add: '400ms' }), true],
    ['a fault without a setting that it needs', fault({ latency: 'payments' }), false],
    ['a setting of another fault', fault({ crash: 'payments', add: '400ms' }), false],
    ['a fault of a module, whose settings nobody knows', fault({ './jam.mjs': 'payments', by: 3 }), true],
    ['an unknown fault that is no path', fault({ jam: 'payments' }), false],
    ['an unknown key', { ...fault({ crash: 'payments' }), titel: 'a' }, false],
    ['a duration without unit', { title: 'a', claim: 'b', load: { rate: '10/s', warmUp: 3 } }, false],
    ['a missing claim', { title: 'a', load: { rate: '10/s' } }, false],
  ])('%s: %j is %s', (_, document, valid) => expect(isValid(document)).toBe(valid));
});

describe('the JSON Schema of workflows', () => {
  const workflows = new URL('../../workflows/', import.meta.url);
  const isWorkflow = new Ajv2020({ strict: false }).compile(workflowJsonSchema());
  const opening = { in: 'desk', role: 'opens' };
  const written = (steps: object, services: object = { desk: {} }) => ({ title: 'a', services, steps });

  it.each(readdirSync(workflows))('accepts %s', (name) => {
    const document: unknown = parse(readFileSync(new URL(name, workflows), 'utf8'));
    expect(isWorkflow(document), JSON.stringify(isWorkflow.errors)).toBe(true);
  });

  it.each([
    [
      'a step after one or after several',
      written({ open: opening, go: { in: 'desk', after: ['open'] } }),
      true,
    ],
    ['an undo by its name alone', written({ go: { in: 'desk', after: 'open', undo: 'back' } }), true],
    ['an unknown role', written({ open: { in: 'desk', role: 'begins' } }), false],
    ['an unknown key', written({ open: { ...opening, affter: 'go' } }), false],
    ['a step of nobody', written({ open: { role: 'opens' } }), false],
    ['an event that is no name of one', written({ open: { ...opening, event: 'opened' } }), false],
    ['a work without unit', written({ open: opening }, { desk: { work: 5 } }), false],
  ])('%s: %j is %s', (_, document, valid) => expect(isWorkflow(document)).toBe(valid));
});

describe('the exported schemas', () => {
  it.each([
    ['scenario', schema],
    ['workflow', workflowJsonSchema()],
    ['result', resultJsonSchema()],
  ])('schemas/%s.schema.json is up to date', (name, expected) => {
    const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(expected)));
  });
});
