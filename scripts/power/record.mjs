// Records starts of two builds (or two contestants) one after the other, like with like and with a known difference: one JSON line each.
//   node scripts/power/record.mjs FILE [--minutes 60] [--pause FILE] [--only PATTERN]
// The lines are what docs/power.md is made from (scripts/power.mjs). Cells take turns, so that all of them meet the same hours of the machine.

import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openBench } from '../../dist/bench/bench.js';
import { catalogue } from '../../dist/scenario/catalogue.js';
import { parseScenario } from '../../dist/scenario/load.js';
import { withReference } from '../../dist/scenario/reference.js';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '60' },
    // While this file exists nothing is recorded.
    pause: { type: 'string', default: '' },
    // A pattern for the cells that are recorded, for instance 'duet http'.
    only: { type: 'string', default: '' },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error('say which file takes the lines');

const root = fileURLToPath(new URL('../..', import.meta.url));
const medianMs = 20;
const p99Ms = 80;

/** How often a cell comes in a round of all of them; `addedMs` is what payments works longer. */
const cells = [
  ...['http', 'events'].flatMap((style) => [
    { measure: 'duet', style, addedMs: 0, weight: 4 },
    { measure: 'duet', style, addedMs: 1, weight: 2 },
    { measure: 'duet', style, addedMs: 2, weight: 4 },
    { measure: 'duet', style, addedMs: 4.5, weight: 1 },
    { measure: 'duet', style, addedMs: 9, weight: 1 },
    { measure: 'slices', style, addedMs: 0, weight: 2 },
    { measure: 'slices', style, addedMs: 2, weight: 2 },
    { measure: 'slices', style, addedMs: 4.5, weight: 1 },
  ]),
];

/** As a gate of two minutes has it, and as a scenario between two styles has it. */
const loads = {
  duet: 'rate: 50/s, warmUp: 3s, duration: 9500ms, drain: 10s',
  slices: 'rate: 100/s, warmUp: 3s, duration: 10s, drain: 10s',
};

const longer = (addedMs) =>
  addedMs === 0
    ? ''
    : `, services: { payments: { work: { median: ${medianMs + addedMs}ms, p99: ${p99Ms + addedMs}ms } } }`;

const scenarioOf = ({ measure, style, addedMs }) => {
  const text = `title: A known difference
claim: none
contestants: { base: { style: ${style} }, head: { style: ${style}${longer(addedMs)} } }
rounds: 1
measure: slices
load: { ${loads[measure]} }
`;
  const scenario = parseScenario(text, 'power.yaml', catalogue);
  if (measure === 'slices') return scenario;
  const [base, head] = scenario.contestants;
  // The twin of a gate, without the change.
  const twins = withReference({ ...scenario, contestants: [head] }, { label: 'base', root });
  const [twin, own] = twins.contestants;
  return { ...twins, contestants: [{ ...twin, own: base.own }, own] };
};

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
const say = (line) => process.stderr.write(`${new Date().toISOString()} ${line}\n`);
const bench = await openBench({ signal: interrupt.signal });

/** Requests of a side with their mean and standard deviation, for the tests that people do on requests. */
const requestsOf = (round) => {
  const { mean, count } = round.phases.all.completed.successes;
  return { mean, count };
};

const lineOf = (cell, seed, startedMs, result) => ({
  at: new Date(startedMs).toISOString(),
  ...cell,
  seed,
  tookMs: Date.now() - startedMs,
  attempts: Math.max(...result.rounds.map(({ attempt }) => attempt)),
  valid: result.rounds.every(({ valid }) => valid),
  reasons: [...new Set(result.rounds.flatMap(({ invalidReasons }) => invalidReasons))],
  sides: result.scenario.contestants.map(({ name }) => {
    const round = result.rounds.find(({ contestant }) => contestant === name);
    const { accepted, completed, rates } = round.phases.all;
    return {
      name,
      completed: { p50: completed.p50, p95: completed.p95 },
      accepted: { p50: accepted.p50, p95: accepted.p95 },
      requests: requestsOf(round),
      rates: { offered: rates.offered, accepted: rates.accepted, completed: rates.completed },
      failed: round.outcomes.failed,
      lost: round.outcomes.lost,
      sendLag: round.generator.sendLag,
      machine: round.machine,
      histogram: round.histograms.all.completed,
    };
  }),
  paired: result.paired,
});

const recorded = existsSync(file)
  ? readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  : [];
const keyOf = ({ measure, style, addedMs }) => `${measure} ${style} +${addedMs}`;
const counts = new Map(cells.map((cell) => [keyOf(cell), 0]));
for (const line of recorded.filter(({ valid }) => valid))
  counts.set(keyOf(line), (counts.get(keyOf(line)) ?? 0) + 1);

const wanted = cells.filter((cell) => new RegExp(flags.only).test(keyOf(cell)));

/** The cell that is furthest behind its weight. */
const nextCell = () =>
  wanted.reduce((least, cell) =>
    counts.get(keyOf(cell)) / cell.weight < counts.get(keyOf(least)) / least.weight ? cell : least,
  );

let tries = recorded.length;
const until = Date.now() + Number(flags.minutes) * 60_000;
try {
  while (Date.now() < until && !interrupt.signal.aborted) {
    if (flags.pause !== '' && existsSync(flags.pause)) {
      await delay(1_000);
      continue;
    }
    const { weight: _, ...cell } = nextCell();
    const number = counts.get(keyOf(cell)) + 1;
    // An invalid start is made up for by another one, with other arrivals.
    tries += 1;
    const startedMs = Date.now();
    const logFolder = mkdtempSync(join(tmpdir(), 'tandem-power-'));
    const result = await bench.run(scenarioOf(cell), { seed: 1_000 * tries + number, logFolder });
    rmSync(logFolder, { recursive: true, force: true });
    if (interrupt.signal.aborted) break;
    const line = lineOf(cell, 1_000 * tries + number, startedMs, result);
    if (line.valid) counts.set(keyOf(cell), number);
    appendFileSync(file, `${JSON.stringify(line)}\n`);
    const p50 = line.paired.find(({ metric }) => metric === 'completed.p50 all')?.logRatio ?? Number.NaN;
    say(
      `${keyOf(cell)} ${number}: ${(100 * p50).toFixed(2)}% ${line.valid ? '' : `invalid: ${line.reasons.join('; ')}`}`,
    );
  }
} finally {
  await bench[Symbol.asyncDispose]();
}
