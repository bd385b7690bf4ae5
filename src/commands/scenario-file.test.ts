import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../scenario/catalogue.ts';
import { loadScenario } from '../scenario/load.ts';
import { scenarioFile } from '../scenario/scenario-file.ts';
import { startFrom } from './init.ts';

describe('a scenario by its name', () => {
  it('as `list` shows it', () => {
    expect(loadScenario(scenarioFile('payments-crash'), catalogue).name).toBe('payments-crash');
  });

  it('a path stays as it is, whether it is there or not', () => {
    expect(scenarioFile('scenarios/nope.yaml')).toBe('scenarios/nope.yaml');
    expect(scenarioFile('nope.yml')).toBe('nope.yml');
  });

  it('a name that is nearly right', () => {
    expect(() => scenarioFile('paymets-crash')).toThrow(
      'no file and no scenario `paymets-crash`; did you mean `payments-crash`?',
    );
  });

  it('a name of a hundred thousand letters', () => {
    expect(() => scenarioFile('x'.repeat(100_000))).toThrow(/^no file and no scenario `x{59}…`; .{0,2000}$/s);
  });
});

describe('init with a name', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tandem-init-name-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes a copy of that scenario, which loads', () => {
    const file = join(folder, 'mine.yaml');
    expect(startFrom('payments-crash', file)).toBe(file);
    expect(loadScenario(file, catalogue).title).toBe(
      loadScenario(scenarioFile('payments-crash'), catalogue).title,
    );
    expect(readFileSync(file, 'utf8').match(/yaml-language-server/g)).toHaveLength(1);
  });

  it('says which name was meant', () => {
    expect(() => startFrom('paymets-crash', join(folder, 'x.yaml'))).toThrow(
      'did you mean `payments-crash`?',
    );
  });
});
