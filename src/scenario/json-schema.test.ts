import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { resultJsonSchema } from '../result/shape.ts';
import { catalogue } from './catalogue.ts';
import { scenarioJsonSchema } from './json-schema.ts';

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

describe('the exported schemas', () => {
  it.each([
    ['scenario', schema],
    ['result', resultJsonSchema()],
  ])('schemas/%s.schema.json is up to date', (name, expected) => {
    const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(expected)));
  });
});
