// Writes docs/power.md from recorded starts: how often like is called unlike, and how often a known difference is found.
//   node scripts/power.mjs [--from results/power/recorded.jsonl] [--out docs/power.md]
// `npm run power:record` adds to the recorded starts. Fails when there are more false alarms, or fewer findings, than is promised.

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gateFrom, slicesFrom, usualWays } from './power/judge.mjs';

const { values: flags } = parseArgs({
  options: {
    from: { type: 'string', default: 'results/power/recorded.jsonl' },
    out: { type: 'string', default: 'docs/power.md' },
  },
});

const gateMs = 120_000;
const slicesMs = 180_000;
const wholeMs = { http: 45, events: 45 };

const all = readFileSync(flags.from, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
const valid = all.filter((line) => line.valid);
const styles = ['http', 'events'];
const added = [...new Set(valid.map(({ addedMs }) => addedMs))].toSorted((a, b) => a - b);

const cellOf = (measure, style, addedMs) =>
  valid.filter((line) => line.measure === measure && line.style === style && line.addedMs === addedMs);

/** One comparison begins with every start that has enough after it: neighbours share starts, no two are of the same ones. */
const sliding = (lines, judge) => lines.flatMap((_, from) => judge(lines.slice(from)) ?? []);

/** Comparisons that share no start. */
const apart = (lines, judge) => {
  const found = [];
  let from = 0;
  while (from < lines.length) {
    const one = judge(lines.slice(from));
    if (one === null) break;
    found.push(one);
    from += one.starts;
  }
  return found;
};

const share = (count, of) => (of === 0 ? '–' : `${count} of ${of}`);
const percentOf = (count, of) => (of === 0 ? '–' : `${((100 * count) / of).toFixed(0)}%`);
const minutes = (ms) => `${(ms / 60_000).toFixed(1)} min`;
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const effectOf = (addedMs, lines) => {
  const logs = lines.flatMap(
    ({ paired }) => paired.find(({ metric }) => metric === 'completed.p50 all')?.logRatio ?? [],
  );
  return logs.length === 0
    ? `+${addedMs} ms`
    : `+${addedMs} ms (${((Math.exp(meanOf(logs)) - 1) * 100).toFixed(1)}%)`;
};

const gateRows = added.flatMap((addedMs) =>
  styles.flatMap((style) => {
    const lines = cellOf('duet', style, addedMs);
    const judge = (rest) => gateFrom(rest, gateMs);
    const [many, few] = [sliding(lines, judge), apart(lines, judge)];
    if (many.length === 0) return [];
    const count = (gates, verdict) => gates.filter((one) => one.verdict === verdict).length;
    return [
      [
        addedMs === 0 ? 'nothing' : effectOf(addedMs, lines),
        style,
        ...['worse', 'not worse', 'not decided'].map((verdict) => share(count(many, verdict), many.length)),
        ...[`${count(few, 'worse')} worse, ${count(few, 'not worse')} not worse of ${few.length}`],
        minutes(meanOf(many.map(({ elapsedMs }) => elapsedMs))),
      ],
    ];
  }),
);

const slicesRows = added.flatMap((addedMs) =>
  styles.flatMap((style) => {
    const lines = cellOf('slices', style, addedMs);
    const found = sliding(lines, (rest) => slicesFrom(rest, slicesMs));
    if (found.length === 0) return [];
    return [
      [
        addedMs === 0 ? 'nothing' : effectOf(addedMs, lines),
        style,
        share(found.filter(({ different }) => different.length > 0).length, found.length),
        String(Math.round(meanOf(found.map(({ starts }) => starts)))),
        minutes(meanOf(found.map(({ elapsedMs }) => elapsedMs))),
      ],
    ];
  }),
);

const usualRows = usualWays.map(({ name, starts, isWorse }) => [
  name,
  ...added.map((addedMs) => {
    const verdicts = styles.flatMap((style) => {
      const lines = cellOf('duet', style, addedMs);
      return lines
        .slice(0, Math.max(0, lines.length - starts + 1))
        .map((_, from) => isWorse(lines.slice(from, from + starts)));
    });
    return percentOf(verdicts.filter(Boolean).length, verdicts.length);
  }),
]);

const gateUsual = [
  '`tandem gate`, two minutes',
  ...added.map((addedMs) => {
    const gates = styles.flatMap((style) =>
      sliding(cellOf('duet', style, addedMs), (rest) => gateFrom(rest, gateMs)),
    );
    return percentOf(gates.filter(({ verdict }) => verdict === 'worse').length, gates.length);
  }),
];

const like = {
  gates: styles.flatMap((style) => sliding(cellOf('duet', style, 0), (rest) => gateFrom(rest, gateMs))),
  slices: styles.flatMap((style) =>
    sliding(cellOf('slices', style, 0), (rest) => slicesFrom(rest, slicesMs)),
  ),
};
const alarms = {
  gates: like.gates.filter(({ verdict }) => verdict === 'worse').length,
  slices: like.slices.filter(({ different }) => different.length > 0).length,
};
const recordedMs = valid.filter(({ addedMs }) => addedMs === 0).reduce((sum, { tookMs }) => sum + tookMs, 0);
const noise = (measure, style, metric) => {
  const logs = cellOf(measure, style, 0).flatMap(
    ({ paired }) => paired.find((one) => one.metric === `${metric} all`)?.logRatio ?? [],
  );
  return logs.length < 2 ? '–' : `${(100 * Math.sqrt(meanOf(logs.map((log) => log ** 2)))).toFixed(2)}%`;
};
const noiseRows = ['completed.p50', 'completed.p95', 'accepted.p50', 'accepted.p95'].map((metric) => [
  `\`${metric}\``,
  ...['duet', 'slices'].flatMap((measure) => styles.map((style) => noise(measure, style, metric))),
]);

/** Correlation of a start with the one recorded before it, of like with like: comparisons take starts for independent. */
const lagRows = ['completed.p50', 'completed.p95'].map((metric) => [
  `\`${metric}\``,
  ...['duet', 'slices'].flatMap((measure) =>
    styles.map((style) => {
      const logs = cellOf(measure, style, 0).flatMap(
        ({ paired }) => paired.find((one) => one.metric === `${metric} all`)?.logRatio ?? [],
      );
      if (logs.length < 10) return '–';
      const mean = meanOf(logs);
      const square = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
      const lagged = logs.slice(1).reduce((sum, log, index) => sum + (log - mean) * (logs[index] - mean), 0);
      return `${(lagged / square).toFixed(2)} (of ${logs.length}, ±${(2 / Math.sqrt(logs.length)).toFixed(2)})`;
    }),
  ),
]);

const invalid = all.length - valid.length;
const days = [...new Set(all.map(({ at }) => at.slice(0, 10)))];

writeFileSync(
  flags.out,
  `# What a comparison can tell, and how often it errs

Made by \`npm run power\` from ${valid.length} recorded starts of two contestants (${days.join(', ')}; two shared cores), ${minutes(recordedMs)} of them like with like; \`npm run power:record\`
adds to them. ${invalid} more were invalid by the usual rules, because something else ran on the machine, and are left out.

**False alarms: ${share(alarms.gates, like.gates.length)} gates and ${share(alarms.slices, like.slices.length)} runs in slices** of like with like. A gate of two minutes and a run in slices of three state an error of 1%.

A start is one life of all processes of both contestants. One comparison begins with every recorded start and takes those that follow it until it is decided
or its time is over, so that neighbours share starts and no two rest on the same ones; "apart" counts only comparisons that share none. The known
difference is made by the work of payments (20 ms in the median of about ${wholeMs.http} ms in all, lognormal): longer by so much for one of the two.

## Is this build worse? (\`tandem gate\`, both builds side by side at 50/s, at most two minutes a contestant)

${table(['payments works longer by (change of `completed.p50`)', 'style', 'worse', 'not worse', 'not decided', 'apart', 'time'], gateRows)}

## Are these contestants different? (in slices at 100/s, three minutes)

${table(['payments works longer by (change of `completed.p50`)', 'style', 'called different', 'starts', 'time'], slicesRows)}

## The same starts, judged as people do today

Share that was called worse; of the first column that is the share of false alarms.

${table(['', ...added.map((addedMs) => (addedMs === 0 ? 'nothing changed' : `+${addedMs} ms`))], [gateUsual, ...usualRows])}

## The noise of one start

Root mean square of the log-ratio of like with like, from requests in pairs.

${table(['', ...['side by side', 'in slices'].flatMap((measure) => styles.map((style) => `${measure}, ${style}`))], noiseRows)}

Correlation of a start with the one before it, which should be within the two standard errors of chance that stand beside it:

${table(['', ...['side by side', 'in slices'].flatMap((measure) => styles.map((style) => `${measure}, ${style}`))], lagRows)}
`,
);

process.stderr.write(
  `false alarms: ${share(alarms.gates, like.gates.length)} gates, ${share(alarms.slices, like.slices.length)} runs in slices; ${flags.out}\n`,
);
if (alarms.gates > like.gates.length / 100 || alarms.slices > like.slices.length / 100) process.exitCode = 1;
