import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findProgram, findServer } from './find-program.ts';

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'find-program-')));
});

afterEach(() => rm(folder, { recursive: true }));

const put = async (path: string, mode = 0o755): Promise<string> => {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, '#!/bin/sh\n', { mode });
  return file;
};

describe('findProgram', () => {
  test('takes the first that can be run, the search path before further folders', async () => {
    await put('a/erl', 0o644);
    const second = await put('b/erl');
    const third = await put('c/erl');
    const path = ['a', 'b'].map((name) => join(folder, name)).join(':');
    expect(findProgram('erl', path, [join(folder, 'c')])).toBe(second);
    expect(findProgram('erl', join(folder, 'a'), [join(folder, 'c')])).toBe(third);
  });

  test('finds neither folders nor what is not there', async () => {
    await mkdir(join(folder, 'erl'));
    expect(findProgram('erl', folder)).toBeNull();
    expect(findProgram('erl', '')).toBeNull();
  });
});

describe('findServer', () => {
  test('takes the release at RABBITMQ_HOME', async () => {
    const server = await put('release/sbin/rabbitmq-server');
    await put('release/sbin/rabbitmq-env');
    const epmd = await put('bin/epmd');
    const environment = { RABBITMQ_HOME: join(folder, 'release'), PATH: join(folder, 'bin') };
    expect(findServer(environment)).toEqual({ server, epmd });
  });

  test('passes over a wrapper, which has no rabbitmq-env beside it', async () => {
    await put('wrapper/sbin/rabbitmq-server');
    await put('bin/epmd');
    expect(findServer({ RABBITMQ_HOME: join(folder, 'wrapper'), PATH: join(folder, 'bin') })).toBeNull();
  });
});
