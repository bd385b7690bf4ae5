import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Broker } from '../broker/broker.ts';
import type { Environment } from '../result/run.ts';

const fromRoot = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Version in this package's manifest. */
export const ownVersion = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
};

const lockHash = (): string => {
  const file = fromRoot('package-lock.json');
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12) : '';
};

/** What a number depends on besides the code: two results are comparable only where these agree. */
export const describeEnvironment = (broker: Broker | null): Environment => ({
  cpuModel: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryBytes: totalmem(),
  os: `${type()} ${release()}`,
  node: process.version,
  broker: broker === null ? 'none' : `RabbitMQ ${broker.version} (${broker.kind})`,
  dependencyLock: lockHash(),
  tandem: ownVersion(),
});
