import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ListedScenario, listScenarios } from '../scenario/listed.ts';
import { renderList } from './list.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-list-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (name: string, group: string): ListedScenario => ({
  name,
  group,
  file: `scenarios/${name}.yaml`,
  title: `Title of ${name}`,
  claim: `Claim of ${name}.`,
  contestants: ['http'],
});

describe('list', () => {
  it('finds nothing wrong with the scenarios that come with the program', () => {
    const { scenarios, errors } = listScenarios(fileURLToPath(new URL('../../scenarios', import.meta.url)));
    expect(errors).toEqual([]);
    expect(scenarios.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['baseline', 'broker-crash', 'payments-crash', 'payments-slow']),
    );
  });

  it('shows what can be read beside what cannot', () => {
    writeFileSync(join(folder, 'a.yaml'), 'title: A\nclaim: b\nload: { rate: 10/s }\n');
    writeFileSync(join(folder, 'b.yml'), 'titel: B\n');
    writeFileSync(join(folder, 'notes.txt'), 'no scenario');
    const { scenarios, errors } = listScenarios(folder);
    expect(scenarios.map(({ name }) => name)).toEqual(['a']);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('b.yml:1:1: unknown key `titel`; did you mean `title`?');
  });

  it('says so when there is no such folder', () => {
    expect(() => listScenarios(join(folder, 'none'))).toThrow('no such folder; `tandem init`');
  });

  it('groups by heading', () => {
    expect(
      renderList([entry('slow', 'Failures'), entry('alone', ''), entry('base', 'Baseline')]),
    ).toBe(`  alone (scenarios/alone.yaml)
    Title of alone
    Claim of alone.

Baseline
  base (scenarios/base.yaml)
    Title of base
    Claim of base.

Failures
  slow (scenarios/slow.yaml)
    Title of slow
    Claim of slow.
`);
  });
});
