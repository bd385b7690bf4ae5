import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { claimsExitCode } from '../commands/claims.ts';
import type { RunResult } from '../result/run.ts';
import { chosenScenarios } from './chosen-scenarios.ts';
import { type ClaimRecord, claimRecordOf, worstVerdict } from './claim-record.ts';
import { openClaimsFolder } from './claims-folder.ts';
import { renderClaims } from './render-claims.ts';

const environment = {
  cpuModel: 'CPU',
  cores: 2,
  memoryBytes: 1,
  os: 'Linux',
  node: '20',
  broker: 'RabbitMQ',
  dependencyLock: '',
  tandem: '0.1.0',
};

const run = (name: string, more: object = {}): RunResult => {
  const partial: Partial<RunResult> = {
    scenario: {
      name,
      group: 'Failures',
      title: 'T',
      claim: `${name} | matters`,
      why: '',
      rounds: 1,
      scale: 1,
    } as never,
    environment,
    seed: 1,
    startedAt: '2026-01-01T00:00:00Z',
    rounds: [{ contestant: 'http', round: 1, attempt: 1, valid: true, invalidReasons: [] }] as never,
    hypotheses: [
      { text: 'http.lost > 0', verdict: 'supported', detail: 'http.lost = 3', line: 1, column: 1 },
      { text: 'events.lost == 0', verdict: 'refuted', detail: 'events.lost = 1', line: 2, column: 1 },
    ],
    budgets: [],
  };
  return { ...partial, ...more } as RunResult;
};

describe('the verdict of a claim', () => {
  it.each([
    [['supported', 'refuted', 'inconclusive'], 'refuted'],
    [['supported', 'inconclusive'], 'inconclusive'],
    [['supported', 'supported'], 'supported'],
    [[], 'inconclusive'],
  ] as const)('of %j is %s', (verdicts, worst) => expect(worstVerdict(verdicts)).toBe(worst));

  it('rests on the last attempts: a repeated round that is valid counts', () => {
    const attempt = { contestant: 'http', round: 1, invalidReasons: ['late'] };
    const first = { ...attempt, attempt: 1, valid: false };
    const rounds = (valid: boolean) => [first, { ...attempt, attempt: 2, valid }];
    expect(claimRecordOf(run('a', { rounds: rounds(true) })).valid).toBe(true);
    expect(claimRecordOf(run('a', { rounds: rounds(false) }))).toMatchObject({
      valid: false,
      invalidReasons: ['round 1 of http: late'],
    });
    expect(claimRecordOf(run('a', { rounds: [] })).valid).toBe(false);
  });
});

describe('the exit code', () => {
  const record = (valid: boolean): ClaimRecord => ({ ...claimRecordOf(run('a')), valid });
  it.each([
    ['a refuted claim is no error', [record(true)], false, 0],
    ['an invalid round is one', [record(true), record(false)], false, 3],
    ['an interruption', [record(false)], true, 130],
  ] as const)('%s', (_, records, interrupted, code) =>
    expect(claimsExitCode(records, interrupted)).toBe(code),
  );
});

describe('the choice of scenarios', () => {
  const listed = (name: string, group: string) => ({
    name,
    group,
    file: `scenarios/${name}.yaml`,
    title: '',
    claim: '',
    contestants: [],
  });
  const all = [listed('a', 'Load'), listed('b', 'Failures'), listed('c', 'Load')];
  it.each([
    [{ names: ['b'] }, ['b']],
    [{ names: ['b'], group: 'load' }, ['a', 'b', 'c']],
    [{ names: [], group: 'Load' }, ['a', 'c']],
    [{ names: [], all: true as const }, ['a', 'b', 'c']],
  ])('%j', (choice, names) =>
    expect(chosenScenarios(all, choice)).toEqual(names.map((name) => `scenarios/${name}.yaml`)),
  );
  it.each([
    [{ names: ['d'] }, 'no scenario d; there are a, b, c'],
    [{ names: [], group: 'x' }, 'no group x; there are Failures, Load'],
    [{ names: [] }, 'which claims?'],
  ])('%j is refused', (choice, message) => expect(() => chosenScenarios(all, choice)).toThrow(message));
});

describe('the folder of claims', () => {
  const made: string[] = [];
  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-claims-'));
    made.push(folder);
    return folder;
  };
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true });
  });

  it('keeps what is there, replaces what was run again, and leaves no draft', () => {
    const folder = join(newFolder(), 'out');
    openClaimsFolder(folder).add(claimRecordOf(run('b')));
    const again = openClaimsFolder(folder);
    again.add(claimRecordOf(run('a')));
    again.add(claimRecordOf(run('b', { hypotheses: [] })));
    expect(again.read().claims.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['a', 'refuted'],
      ['b', 'inconclusive'],
    ]);
    expect(readdirSync(folder).toSorted()).toEqual(['claims.json', 'claims.md']);
    const text = readFileSync(join(folder, 'claims.md'), 'utf8');
    expect(text).toContain('2 claims: 0 supported, 1 refuted, 1 inconclusive; every round valid.');
    expect(text).toContain(
      '| a | a \\| matters | `http.lost > 0`: http.lost = 3 (supported)<br>`events.lost == 0`: events.lost = 1 | **refuted** | valid |',
    );
  });

  it('does not overwrite a file that is something else', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'claims.json'), '[1]');
    expect(() => openClaimsFolder(folder)).toThrow('is not a document of claims');
  });
});

describe('the table', () => {
  it('shows every hypothesis with its own verdict, and the worst for the claim', () => {
    const lines = renderClaims([claimRecordOf(run('a'))], 120)
      .split('\n')
      .filter((line) => /[a-z]/.test(line));
    expect(lines.find((line) => line.includes('the whole claim'))).toMatch(/ a .*refuted/);
    expect(lines.find((line) => line.includes('http.lost > 0'))).toContain('supported');
    expect(lines.find((line) => line.includes('events.lost == 0'))).toContain('refuted');
  });
});
