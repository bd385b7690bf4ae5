import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../scenario/catalogue.ts';
import { type LoadOptions, loadScenario, parseScenario } from '../scenario/load.ts';
import { askBack, estimateOf } from './too-much.ts';

const gigabyte = 1e9;
const scenario = (rest: string, options?: LoadOptions) =>
  parseScenario(`title: a\nclaim: b\n${rest}\n`, 'x.yaml', catalogue, options);

describe('asking back', () => {
  it('counts the requests of all rounds and contestants, warm-up included', () => {
    const { requests } = estimateOf([scenario('rounds: 3\nload: { rate: 10/s, duration: 20s, warmUp: 5s }')]);
    expect(requests).toBe(10 * 25 * 3 * 2);
  });

  it.each([
    [
      'requests',
      'rounds: 10\nload: { rate: 5000/s, duration: 60s }',
      /^x\.yaml: would send about 6,300,000 requests.*; add --yes/,
    ],
    [
      'hours',
      'rounds: 250\nload: { rate: 1/s, duration: 125s }',
      /^x\.yaml: would take 19\.\dh at least; add --yes/,
    ],
    [
      'memory',
      'load: { rate: 10/s }\nservices: { payments: { instances: 16 } }',
      /need about 1\.1 GB of memory, of 1\.0 GB/,
    ],
    [
      'a closed loop of hours',
      'rounds: 3\nload: { saturate: { connections: 10 }, duration: 10h }',
      /would send about .* and take/,
    ],
  ])('%s', (_, rest, expected) => {
    expect(() => askBack([scenario(rest)], gigabyte)).toThrow(expected);
  });

  it('adds up what runs one after the other', () => {
    const hour = scenario('rounds: 1\nload: { rate: 1/s, duration: 30m }');
    expect(() => askBack([hour], 8 * gigabyte)).not.toThrow();
    expect(() => askBack([hour, hour, hour], 8 * gigabyte)).toThrow(/^x\.yaml: would take/);
  });

  const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));
  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('never for %s', (name) => {
    expect(() => askBack([loadScenario(`${folder}${name}`, catalogue)], 2 * gigabyte)).not.toThrow();
  });
});
