// Hostile input by the thousand: `npm run torture [-- --count N --seed S]`. Prints what was tried, what survived and what stayed
// behind; exit code 1 when anything did not survive. Each part is a module under scripts/torture.
import { parseArgs } from 'node:util';
import { results } from './torture/results.mjs';

const parts = [results];
const { values } = parseArgs({
  options: { count: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
/** For one part, however large: who is slower than this hangs somewhere. */
const longestMs = 30 * 60_000;

let lost = 0;
for (const { name, full, run } of parts) {
  const count = values.count === undefined ? full : Number(values.count);
  const report = await run({ count, seed: Number(values.seed), deadline: Date.now() + longestMs });
  const { tried, survived, leftBehind, failures } = report;
  process.stdout.write(`${name}: tried ${tried}, survived ${survived}, left behind ${leftBehind}\n`);
  for (const failure of failures.slice(0, 30)) process.stdout.write(`  ${JSON.stringify(failure)}\n`);
  lost += tried - survived + leftBehind;
}
process.exitCode = lost === 0 ? 0 : 1;
