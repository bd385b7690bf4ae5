// Writes the JSON Schemas of scenarios, workflows and results; with --check it writes nothing and fails when one is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { resultJsonSchema } from '../dist/result/shape.js';
import { catalogue } from '../dist/scenario/catalogue.js';
import { scenarioJsonSchema, workflowJsonSchema } from '../dist/scenario/json-schema.js';

const schemas = {
  'scenario.schema.json': scenarioJsonSchema(catalogue),
  'workflow.schema.json': workflowJsonSchema(),
  'result.schema.json': resultJsonSchema(),
};

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

for (const [name, schema] of Object.entries(schemas)) {
  const file = new URL(`../schemas/${name}`, import.meta.url);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (read(file) !== text) {
    process.stderr.write(`schemas/${name} is stale: npm run build && node scripts/export-schemas.mjs\n`);
    process.exitCode = 1;
  }
}
