import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { endFamilies } from '../../src/reaper/end-families.ts';
import { familyOf, isRunning, readProcessTable } from '../../src/reaper/process-table.ts';

const program = fileURLToPath(new URL('../support/watched-parent.mjs', import.meta.url));

interface Cast {
  readonly parent: ChildProcess;
  readonly pids: Record<string, number>;
  /** Everything that the parent started, the reaper included. */
  readonly family: readonly number[];
}

let temp: string;

beforeEach(async () => {
  temp = await mkdtemp(join(tmpdir(), 'reaper-test-'));
});

afterEach(async () => {
  await rm(temp, { recursive: true, force: true });
});

const startParent = async (what: 'broker' | 'children'): Promise<Cast> => {
  const parent = spawn(process.execPath, [program, what], {
    env: { ...process.env, TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
  const family = [...familyOf([parent.pid ?? 0], readProcessTable())].filter((pid) => pid !== parent.pid);
  return { parent, pids: JSON.parse(line) as Record<string, number>, family };
};

const end = async (parent: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  const ended = once(parent, 'exit');
  parent.kill(signal);
  await ended;
};

const untilEnded = (pids: readonly number[]): Promise<void> =>
  vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), 5_000);

describe('when the parent is killed', () => {
  test('its private broker ends with all that belongs to it, and the folder goes', async () => {
    const { parent, pids, family } = await startParent('broker');
    expect(family).toContain(pids['broker']);
    expect(await readdir(temp)).toHaveLength(1);

    await end(parent, 'SIGKILL');

    await untilEnded(family);
    await vi.waitFor(async () => expect(await readdir(temp)).toEqual([]), 5_000);
  });

  test('a stopped child ends, a forgotten one lives on, and only watched folders go', async () => {
    const { parent, pids, family } = await startParent('children');
    const forgotten = pids['forgotten'] ?? 0;
    try {
      await end(parent, 'SIGKILL');
      await untilEnded(family.filter((pid) => pid !== forgotten));
      expect(isRunning(forgotten)).toBe(true);
      expect(await readdir(temp)).toEqual([expect.stringMatching(/^never-watched-/)]);
    } finally {
      await endFamilies([forgotten]);
    }
  });
});

test('a reaper that is disposed touches nothing', async () => {
  const { parent, pids, family } = await startParent('children');
  const children = [pids['stopped'] ?? 0, pids['forgotten'] ?? 0];
  try {
    await end(parent, 'SIGTERM');
    await untilEnded(family.filter((pid) => !children.includes(pid)));
    expect(children.every(isRunning)).toBe(true);
    expect(await readdir(temp)).toHaveLength(2);
  } finally {
    await endFamilies(children);
  }
});
