// How often like is called unlike, and how often a real difference is found, on this machine. Writes docs/power.md.
//   node scripts/power.mjs [--aa 40] [--effect 10] [--out docs/power.md]
// Fails when there are more false alarms, or fewer findings, than the promise in docs/power.md allows.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareContestants, comparedMetrics } from '../dist/analysis/comparisons.js';
import { noiseSd, smallestEffect } from '../dist/analysis/noise.js';
import { openBench } from '../dist/bench/bench.js';
import { describeEnvironment } from '../dist/harness/environment.js';
import { catalogue } from '../dist/scenario/catalogue.js';
import { parseScenario } from '../dist/scenario/load.js';

const { values: flags } = parseArgs({
  options: {
    aa: { type: 'string', default: '40' },
    effect: { type: 'string', default: '10' },
    out: { type: 'string', default: 'docs/power.md' },
  },
});
const wanted = { aa: Number(flags.aa), effect: Number(flags.effect) };
/** Of 40 comparisons two may alarm, of ten effects one may be missed; fewer in proportion. */
const allowed = { alarms: Math.floor(wanted.aa / 20), missed: Math.floor(wanted.effect / 10) };

const perComparison = 3; // paired rounds: the default of `rounds:`
const plainWorkMs = 100;
const slowWorkMs = 120;
const budgetMs = 200;
const work = (payments) =>
  `{ subscriptions: { work: 1ms }, payments: { work: ${payments}ms }, recommendations: { work: 1ms }, notifications: { work: 1ms } }`;

/** Lengths of a round, s. */
const short = { warmUp: 1.5, duration: 2.5 };
/** What a round needs that shall show a difference: rounds of 2.5 s found 20% in 3 of 10 runs. */
const usual = { warmUp: 3, duration: 8 };

/**
 * Work is nearly all payments, so that +20% of it is nearly +20% of the whole. The budget is one that a user would set; by the
 * usual rule a tenth of it is the send lag that a valid round may have.
 */
const scenarioText = (contestants, { warmUp, duration }) => `title: Power
claim: Like is not told from like, and 20% more work of payments is found.
contestants: ${contestants}
rounds: 1
load: { rate: 100/s, warmUp: ${warmUp * 1_000}ms, duration: ${duration * 1_000}ms, drain: 10s }
services: ${work(plainWorkMs)}
budgets: [completed.p95 < ${budgetMs}ms]
`;
const scenarioOf = (contestants, lengths) =>
  parseScenario(scenarioText(contestants, lengths), 'power.yaml', catalogue);

const styles = ['http', 'events'];
const startedAt = Date.now();
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
const say = (line) => process.stderr.write(`${((Date.now() - startedAt) / 1_000).toFixed(0)} s  ${line}\n`);

let repeated = 0;
const listener = { progress: () => undefined, roundDone: () => undefined, log: () => (repeated += 1) };
const bench = await openBench({ listener, signal: interrupt.signal });

/** A round of each contestant of a scenario, in order; null when one stayed invalid after its repetition. */
const measure = async (scenario) => {
  const result = await bench.run(scenario);
  if (interrupt.signal.aborted) throw new Error('interrupted');
  const invalid = result.rounds.find(({ valid }) => !valid);
  if (invalid !== undefined) say(`left out: ${invalid.invalidReasons.join('; ')}`);
  return invalid === undefined ? result.rounds : null;
};

/** One valid round; tried a few times, since a busy moment must not end a run of twenty minutes. */
const measureValid = async (scenario) => {
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    const rounds = await measure(scenario);
    if (rounds !== null) return rounds;
  }
  throw new Error('twenty invalid rounds in a row: this machine is too busy for a measurement');
};

const named = (round, contestant, number) => ({ ...round, contestant, round: number });
const found = (comparisons) => comparisons.filter(({ verdict }) => verdict !== 'no difference shown');

/** Three pairs of neighbours from six rounds in a row; the second pair is turned round, as in A B, B A, A B. */
const pairUp = (six) =>
  Array.from({ length: perComparison }, (_, index) => {
    const two = [six[2 * index], six[2 * index + 1]];
    const [a, b] = index % 2 === 0 ? two : two.toReversed();
    return [named(a, 'A', index + 1), named(b, 'B', index + 1)];
  });

/**
 * Every comparison takes six rounds in a row and begins three after the one before. Neighbours share rounds, but since
 * three is odd no pair of rounds is compared twice.
 */
const likeComparisons = async (style, count) => {
  const rounds = [];
  const comparisons = [];
  const scenario = scenarioOf(`{ ${style}: { style: ${style} } }`, short);
  while (comparisons.length < count) {
    const from = 3 * comparisons.length;
    while (rounds.length < from + 2 * perComparison) rounds.push(...(await measureValid(scenario)));
    const pairs = pairUp(rounds.slice(from, from + 2 * perComparison));
    const alarms = found(compareContestants(pairs.flat()));
    comparisons.push({ style, pairs, alarms });
    say(
      `A/A ${style} ${comparisons.length}/${count}: ${alarms.map(({ metric }) => metric).join(', ') || 'no alarm'}`,
    );
  }
  return { comparisons, rounds: rounds.length };
};

const effectRuns = async (style, count) => {
  const plain = `plain: { style: ${style} }`;
  const slow = `slow: { style: ${style}, services: { payments: { work: ${slowWorkMs}ms } } }`;
  const [forth, back] = [`{ ${plain}, ${slow} }`, `{ ${slow}, ${plain} }`].map((contestants) =>
    scenarioOf(contestants, usual),
  );
  const runs = [];
  while (runs.length < count) {
    const rounds = [];
    for (let round = 1; round <= perComparison; round += 1) {
      const two = await measureValid(round % 2 === 1 ? forth : back);
      // The rounds in one order, so that every comparison is of slow seen from plain.
      for (const name of ['plain', 'slow'])
        rounds.push({ ...two.find(({ contestant }) => contestant === name), round });
    }
    const comparisons = compareContestants(rounds);
    const p50 = comparisons.find(({ metric }) => metric === 'completed.p50 all');
    const slower = comparisons.filter(
      ({ metric, verdict }) => metric.startsWith('completed.p') && verdict === 'slower',
    );
    runs.push({ style, p50, by: slower.map(({ metric }) => metric.replace(' all', '')) });
    say(`+20% ${style} ${runs.length}/${count}: ${slower.length > 0 ? 'found' : 'missed'}`);
  }
  return runs;
};

const halves = (count) => [Math.ceil(count / 2), Math.floor(count / 2)];
const percent = (share) => (share > 10 ? '> 1000%' : `${(share * 100).toFixed(1)}%`);
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** The noise of a metric over the pairs of all comparisons of a style. */
const noiseOf = (comparisons, style, name) => {
  const [milestone, rank] = name.split('.');
  const read = ({ phases: { all } }) => (milestone === 'rate' ? all.rates[rank] : all[milestone][rank]);
  const pairs = comparisons.filter((one) => one.style === style).flatMap(({ pairs }) => pairs);
  const known = pairs.map(([a, b]) => [read(a), read(b)]).filter(([a, b]) => a > 0 && b > 0);
  return known.length === 0 ? null : noiseSd(known);
};

const noiseRows = (comparisons) =>
  comparedMetrics.map((name) => {
    const alarms = comparisons.filter((one) =>
      one.alarms.some(({ metric }) => metric === `${name} all`),
    ).length;
    const cells = styles.map((style) => {
      const sd = noiseOf(comparisons, style, name);
      if (sd === null) return '–';
      const effect = smallestEffect(sd, { rounds: perComparison, tests: comparedMetrics.length });
      return `${percent(sd)} → ${percent(effect)}`;
    });
    return [`\`${name}\``, String(alarms), ...cells];
  });

const documentOf = ({ comparisons, rounds, effects, environment, seconds }) => {
  const alarms = comparisons.reduce((sum, one) => sum + one.alarms.length, 0);
  const finds = effects.filter(({ by }) => by.length > 0).length;
  const effectRows = effects.map(({ style, p50, by }, index) => [
    ...[String(index + 1), style, p50?.ratio?.toFixed(3) ?? '–'],
    p50?.low == null ? '–' : `${p50.low.toFixed(3)} to ${p50.high.toFixed(3)}`,
    by.length > 0 ? `yes, by ${by.join(', ')}` : 'no',
  ]);
  return `# What the comparison can tell, and how often it errs

Made by \`npm run power\` in ${Math.round(seconds / 60)} minutes on ${environment.cores} × ${environment.cpuModel}, ${environment.os}, Node ${environment.node}, ${environment.broker}.

**${alarms} false alarm${alarms === 1 ? '' : 's'}** in ${comparisons.length} comparisons of like with like (at most ${allowed.alarms} allowed); a difference of
20% in the work of payments was **found in ${finds} of ${effects.length} runs** (at least ${wanted.effect - allowed.missed} wanted).

## How it was done

The scenario: 100 requests a second (Poisson); payments works ${plainWorkMs} ms, constant, the other
services 1 ms, so that nearly all of the time is payments. The budget is \`completed.p95 < ${budgetMs}ms\`, so a round is valid with a send lag p99 up to
${budgetMs / 10} ms. A comparison is ${perComparison} paired rounds (the default of \`rounds:\`), judged as every run is: t test on the log-ratios, Holm's correction over all latency and rate metrics of the pair.

- **Like with like:** ${rounds} short rounds (${short.duration} s after ${short.warmUp} s of warm-up) of one contestant in a row, half of them \`http\` and half \`events\`. Each comparison takes six in a row as
  A B, B A, A B and begins three rounds after the one before it, so neighbours share rounds but no pair is used twice. Every metric that
  is called faster or slower is one false alarm; of the comparisons 5% may have one.
- **A real difference:** ${effects.length} separate runs of plain and slow (payments works ${slowWorkMs} ms), interleaved, with rounds of ${usual.duration} s after
  ${usual.warmUp} s of warm-up. It is found when \`completed.p50\` or \`completed.p95\` is called slower. The length matters: an earlier measurement
  with the short rounds here found it in 3 of 10 runs.
- ${repeated} rounds were invalid by the usual rules and were measured again.

## Like with like

Noise is the standard deviation of the log-ratio of two neighbouring rounds; after the arrow stands the smallest effect that three
such rounds find in 80% of runs, in the worst case of the correction.

${table(['metric', `false alarms of ${comparisons.length}`, ...styles.map((style) => `${style}: noise → smallest effect`)], noiseRows(comparisons))}

## Payments works 20% longer

${table(['run', 'style', '`completed.p50`, ratio', '95% interval', 'found'], effectRows)}
`;
};

try {
  const like = [];
  const effects = [];
  for (const [index, style] of styles.entries()) {
    const effect = halves(wanted.effect)[index];
    if (effect > 0) effects.push(...(await effectRuns(style, effect)));
  }
  for (const [index, style] of styles.entries()) {
    const aa = halves(wanted.aa)[index];
    if (aa > 0) like.push(await likeComparisons(style, aa));
  }
  const comparisons = like.flatMap((one) => one.comparisons);
  const rounds = like.reduce((sum, one) => sum + one.rounds, 0);
  const seconds = (Date.now() - startedAt) / 1_000;
  const environment = describeEnvironment(await bench.broker());
  writeFileSync(flags.out, documentOf({ comparisons, rounds, effects, environment, seconds }));
  const alarms = comparisons.reduce((sum, one) => sum + one.alarms.length, 0);
  const missed = effects.filter(({ by }) => by.length === 0).length;
  say(
    `${alarms} false alarms (at most ${allowed.alarms}), ${missed} effects missed (at most ${allowed.missed}); ${flags.out}`,
  );
  if (alarms > allowed.alarms || missed > allowed.missed) process.exitCode = 1;
} finally {
  await bench[Symbol.asyncDispose]();
}
