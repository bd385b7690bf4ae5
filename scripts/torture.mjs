// Hostile input by the thousand, and parts killed by the hundred: `npm run torture [-- --scenarios N --results N --kills N --seed S]`.
// Prints what was tried, what survived and what stayed behind; exit code 1 when anything did not survive. Each part is a module
// under scripts/torture, and its own option says how many cases of it; 0 leaves it out. What a part came to at full size
// is kept for docs/trust.md, whether it survived or not.
import { parseArgs } from 'node:util';
import { kills } from './torture/kills.mjs';
import { keepPart, partLine } from './torture/record.mjs';
import { results } from './torture/results.mjs';
import { scenarios } from './torture/scenarios.mjs';

const parts = [scenarios, results, kills];
const { values } = parseArgs({
  options: {
    ...Object.fromEntries(parts.map(({ name }) => [name, { type: 'string' }])),
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
/** For each part, however large; together eighty minutes. */
const longestMs = { scenarios: 12 * 60_000, results: 8 * 60_000, kills: 60 * 60_000 };

const numberOf = (option, text) => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  process.stderr.write(`--${option} is ${text}; expected a whole number\n`);
  process.exit(2);
};

const seed = numberOf('seed', values.seed);
let lost = 0;
for (const { name, full, run } of parts) {
  const count = numberOf(name, values[name] ?? values.count ?? String(full));
  if (count === 0) continue;
  const began = Date.now();
  const report = await run({ count, seed, deadline: began + longestMs[name] });
  const { tried, survived, leftBehind, failures, detail } = report;
  const record = {
    name,
    tried,
    survived,
    leftBehind,
    detail,
    minutes: Math.ceil((Date.now() - began) / 60_000),
    startedAt: new Date(began).toISOString(),
    seed,
  };
  process.stdout.write(`${partLine(record)}\n`);
  if (tried < count) process.stdout.write(`  the time was up after ${tried} of ${count}\n`);
  for (const failure of failures.slice(0, 30)) process.stdout.write(`  ${JSON.stringify(failure)}\n`);
  if (tried >= full)
    keepPart(
      record,
      parts.map((part) => part.name),
    );
  lost += count - survived + leftBehind;
}
process.exitCode = lost === 0 ? 0 : 1;
