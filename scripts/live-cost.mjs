// What a viewer of the live page costs the measurement: rounds of one and the same contestant, in turn with a browser that
// shows the live page and without. Prints the ratios.
//   node scripts/live-cost.mjs [--rounds 5] [--style events]

import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { compareContestants } from '../dist/analysis/comparisons.js';
import { openBench } from '../dist/bench/bench.js';
import { serveLive } from '../dist/live/server.js';
import { catalogue } from '../dist/scenario/catalogue.js';
import { parseScenario } from '../dist/scenario/load.js';

const { values: flags } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, style: { type: 'string', default: 'events' } },
});
const text = `title: The cost of looking
claim: A viewer of the live page does not change what is measured.
contestants: { alone: { style: ${flags.style} }, watched: { style: ${flags.style} } }
rounds: ${flags.rounds}
load: { rate: 60/s, warmUp: 3s, duration: 8s, drain: 20s }
# A tenth of it is the send lag that a valid round may have.
budgets: [completed.p95 < 200ms]
`;
const scenario = parseScenario(text, 'live-cost.yaml', catalogue);
const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find(
  (path) => path && existsSync(path),
);
if (executablePath === undefined) throw new Error('needs Chromium at CHROMIUM_PATH or /usr/bin/chromium');

const live = await serveLive(scenario, 0);
const browser = await chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();

let shown = '';
const looking = async (contestant) => {
  if (contestant === shown) return;
  shown = contestant;
  await page.goto(contestant === 'watched' ? live.url : 'about:blank');
};
const listener = {
  progress: (event) => {
    looking(event.contestant).catch(console.error);
    live.listener.progress(event);
  },
  roundDone: (round) => {
    live.listener.roundDone(round);
    const { contestant, generator, phases } = round;
    console.error(
      `${contestant}: completed p95 ${phases.all.completed.p95} ms, send lag p99 ${generator.sendLag.p99} ms, ${round.valid ? 'valid' : round.invalidReasons.join('; ')}`,
    );
  },
  log: console.error,
};
const bench = await openBench({ listener });
try {
  const { rounds } = await bench.run(scenario);
  const kept = rounds.filter(({ valid }) => valid);
  console.log(
    `live view, ${flags.style}, ${kept.length} of ${rounds.length} rounds valid; watched against alone:`,
  );
  const comparisons = compareContestants(kept);
  if (comparisons.length === 0) {
    console.log('  nothing to compare: this machine is too busy for a measurement');
    process.exitCode = 3;
  }
  for (const { metric, ratio, low, high, verdict } of comparisons) {
    if (ratio === null) continue;
    console.log(
      `  ${metric.padEnd(22)} × ${ratio.toFixed(3)} (${low?.toFixed(3)} to ${high?.toFixed(3)})  ${verdict}`,
    );
  }
} finally {
  await browser.close();
  await live[Symbol.asyncDispose]();
  await bench[Symbol.asyncDispose]();
}
