import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explainStyle } from '../planning/explained.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { loadScenario } from '../scenario/load.ts';
import { styles } from '../styles/index.ts';
import { writeStarter, writeWorkflow } from './init.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('init', () => {
  it('writes a scenario that loads, and points an editor at the schema', () => {
    const file = join(folder, 'new', 'first.yaml');
    writeStarter(file);
    expect(loadScenario(file, catalogue)).toMatchObject({ name: 'first', rounds: 3 });
    const [, schema] = /\$schema=(\S+)/.exec(readFileSync(file, 'utf8'))!;
    const expected = fileURLToPath(new URL('../../schemas/scenario.schema.json', import.meta.url));
    expect(resolve(dirname(file), schema!)).toBe(expected);
  });

  it('never writes over a file', () => {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, 'precious');
    expect(() => writeStarter(file)).toThrow('exists already and is left as it is');
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it('wants a name that says what it is', () => {
    expect(() => writeStarter(join(folder, 'mine.txt'))).toThrow('expected a name that ends in .yaml');
  });
});

describe('init --workflow', () => {
  it('writes a workflow that every style runs, and a scenario that runs it', async () => {
    const [workflow, scenario] = [join(folder, 'flows', 'trip.yaml'), join(folder, 'trip-scenario.yaml')];
    writeWorkflow(workflow, scenario);
    expect(readFileSync(scenario, 'utf8')).toContain('\nworkflow: ./flows/trip.yaml\n');
    const loaded = loadScenario(scenario, catalogue);
    expect(loaded.workflow).toMatchObject({ name: 'trip', title: 'A traveller books a trip' });
    for (const style of styles.values())
      expect(await explainStyle(style, loaded.workflow)).toMatchObject({ problem: null });
    const [, schema] = /\$schema=(\S+)/.exec(readFileSync(workflow, 'utf8'))!;
    const expected = fileURLToPath(new URL('../../schemas/workflow.schema.json', import.meta.url));
    expect(resolve(dirname(workflow), schema!)).toBe(expected);
  });

  it('writes neither where one is there already', () => {
    const [workflow, scenario] = [join(folder, 'mine.yaml'), join(folder, 'its.yaml')];
    writeFileSync(scenario, 'precious');
    expect(() => writeWorkflow(workflow, scenario)).toThrow('exists already and is left as it is');
    expect(existsSync(workflow)).toBe(false);
  });
});
