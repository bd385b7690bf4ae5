// Every check that needs no running part, as many at a time as there are processors; prints what each says, fails when one does.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

const checks = [
  ['eslint', '.'],
  ['tsc', '--noEmit'],
  ['tsc', '--noEmit', '-p', 'src/browser'],
  ['node', 'scripts/bundle-browser.mjs', '--check'],
  ['depcruise', '--config', '.dependency-cruiser.mjs', 'src'],
  ['knip'],
  ['biome', 'check', '.'],
  ['node', 'scripts/docs.mjs', '--check'],
  ['node', 'scripts/check-scripts.mjs'],
  ['node', 'scripts/count-assertions.mjs'],
];

const run = ([program, ...given]) =>
  new Promise((resolve) => {
    const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
    child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'}  ${[program, ...given].join(' ')}\n`);
      if (code !== 0) process.stdout.write(Buffer.concat(said));
      resolve(code === 0);
    });
  });

const waiting = [...checks];
const worker = async () => {
  let passed = true;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    passed = (await run(next)) && passed;
  }
  return passed;
};
const results = await Promise.all(Array.from({ length: availableParallelism() }, worker));
if (results.includes(false)) process.exitCode = 1;
