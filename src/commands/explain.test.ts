import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainText } from './explain.ts';
import { starterWorkflow } from './starter-workflow.ts';

const all = { style: [] };

describe('explain', () => {
  it('lists the workflows that there are', async () => {
    const text = await explainText(undefined, all);
    expect(text).toContain('  checkout: A customer checks out\n');
    expect(text).toContain('  chain-of-N: N from 2 to 12\n');
  });

  it('shows every style, or the ones that are asked for', async () => {
    const text = await explainText('subscribe', all);
    for (const style of ['bff', 'events', 'frontend', 'http', 'hybrid', 'saga'])
      expect(text).toContain(`\n${style}\n\nAll goes well\n`);
    expect(await explainText('chain-of-3', { style: ['http'] })).not.toContain('\nevents\n');
  });

  it('reads a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-explain-'));
    try {
      const file = join(folder, 'trip.yaml');
      writeFileSync(file, starterWorkflow('x'));
      expect(await explainText(file, { style: ['saga'] })).toContain('trip: A traveller books a trip\n');
      writeFileSync(file, starterWorkflow('x').replace('role: tells', 'role: shouts'));
      await expect(explainText(file, all)).rejects.toThrow(/trip\.yaml:\d+:\d+/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says in its heading which policy is set, for the styles that have it', async () => {
    const text = await explainText('checkout', { ...all, callsUntil: 'reserve' });
    expect(text).toContain('\nhybrid (callsUntil: reserve)\n');
    expect(text).toContain('\nhttp\n');
  });

  it('gives diagrams alone, and data alone', async () => {
    const mermaid = await explainText('checkout', { style: ['events'], mermaid: true });
    expect(mermaid.startsWith('%% checkout, events: All goes well\nsequenceDiagram\n')).toBe(true);
    expect(JSON.parse(await explainText('checkout', { ...all, json: true }))).toMatchObject({
      workflow: 'checkout',
      styles: expect.arrayContaining([expect.objectContaining({ style: 'saga', problem: null })]),
    });
  });

  it.each([
    ['a workflow that is none', 'chekout', all, 'did you mean `checkout`'],
    ['a file that is none', './no.yaml', all, 'no file'],
    ['a size that is none', 'chain-of-99', all, 'unknown workflow `chain-of-99`'],
    ['a style that is none', 'checkout', { style: ['evnts'] }, 'unknown style `evnts`'],
    [
      'a step that is not called',
      'checkout',
      { style: ['hybrid'], callsUntil: 'tell' },
      'hybrid: `callsUntil: tell`',
    ],
    [
      'a policy that no style has',
      'checkout',
      { style: ['http'], callsUntil: 'pay' },
      '`--style hybrid` has it',
    ],
    [
      'a step that cannot fail',
      'checkout',
      { ...all, failing: 'tell' },
      '`--failing tell`: no step that may fail',
    ],
  ])('refuses %s', async (_, workflow, flags, said) =>
    expect(explainText(workflow, flags)).rejects.toThrow(said),
  );
});
