import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../scenario/catalogue.ts';
import { loadScenario } from '../scenario/load.ts';
import { writeStarter } from './init.ts';

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
