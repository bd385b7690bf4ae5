// Hostile input by the thousand: `npm run torture [-- --scenarios N --results N --seed S]`. Prints what was tried, what
// survived and what stayed behind; exit code 1 when anything did not survive. Each part is a module under scripts/torture,
// and its own option says how many cases of it; 0 leaves it out.
import { parseArgs } from 'node:util';
import { results } from './torture/results.mjs';
import { scenarios } from './torture/scenarios.mjs';

const parts = [scenarios, results];
const { values } = parseArgs({
  options: {
    ...Object.fromEntries(parts.map(({ name }) => [name, { type: 'string' }])),
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
/** For one part, however large: who is slower than this hangs somewhere. */
const longestMs = 30 * 60_000;

const numberOf = (option, text) => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  process.stderr.write(`--${option} is ${text}; expected a whole number\n`);
  process.exit(2);
};

let lost = 0;
for (const { name, full, run } of parts) {
  const count = numberOf(name, values[name] ?? values.count ?? String(full));
  if (count === 0) continue;
  const seed = numberOf('seed', values.seed);
  const report = await run({ count, seed, deadline: Date.now() + longestMs });
  const { tried, survived, leftBehind, failures, detail } = report;
  const more = detail === undefined ? '' : ` (${detail})`;
  process.stdout.write(`${name}: tried ${tried}, survived ${survived}, left behind ${leftBehind}${more}\n`);
  if (tried < count) process.stdout.write(`  the time was up after ${tried} of ${count}\n`);
  for (const failure of failures.slice(0, 30)) process.stdout.write(`  ${JSON.stringify(failure)}\n`);
  lost += count - survived + leftBehind;
}
process.exitCode = lost === 0 ? 0 : 1;
