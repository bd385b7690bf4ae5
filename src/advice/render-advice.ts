import { countingRounds } from '../analysis/counting-rounds.ts';
import { counted, listed } from '../reports/format.ts';
import { formatDuration, formatRate } from '../shared/durations.ts';
import type { Advice } from './advice.ts';
import { type Answers, capacityOf } from './answers.ts';
import { costRows } from './costs.ts';
import {
  advised,
  type Decision,
  type Difference,
  type Judgement,
  preferences,
  sameAdvice,
} from './decide.ts';
import type { Check, JudgedStyle } from './judge-styles.ts';
import type { Turn } from './turns.ts';
import { allowance, checkSentence, code, during, showAllowed, showCounts, showTime } from './words.ts';

export interface RenderOptions {
  /** Price of an hour of one processor; null when nobody said. */
  readonly cpuPrice: number | null;
  /** Where things are, as the reader finds them: the scenario of the answers, and the page of its run. */
  readonly files: { readonly scenario: string; readonly report: string };
  /** How long all of it took, ms. */
  readonly tookMs: number;
}

const inWords = (style: string): string =>
  ({ http: 'call', events: 'publish events', hybrid: 'call for what the user waits for, publish the rest' })[
    style
  ] ?? style;

const headline = ({ decision }: Advice): string => {
  switch (decision.kind) {
    case 'one':
      return `Advice: ${code(decision.style)} (${inWords(decision.style)})`;
    case 'either':
      return `Advice: either will do, ${listed(decision.styles.map(code))}`;
    case 'open':
      return `No advice yet: ${listed(decision.styles.map(code))} may fit`;
    case 'none':
      return 'Advice: none of the styles fits';
    case 'unsound':
      return 'No advice: too little was measured validly';
  }
};

const percent = (ratio: number): string => `${Math.round(Math.abs(ratio - 1) * 100)}%`;

/** What the comparison of two styles showed on one figure. */
const differenceSentence = ({ preference, a, b, ratio, low, high, better }: Difference): string => {
  const { better: does } = preferences[preference];
  const about = preference === 'told' ? 'time until half of the users know' : 'CPU a workflow';
  const pair = `${about} of ${code(b)} over that of ${code(a)}`;
  const figure =
    ratio === null
      ? 'no ratio could be formed'
      : low === null || high === null
        ? `${ratio.toFixed(2)} (one round)`
        : `${ratio.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  return better === null
    ? `No difference shown: ${pair} is ${figure}.`
    : `${code(better)} ${does}${ratio === null ? '' : `, by ${percent(better === b ? ratio : 1 / ratio)}`}: ${pair} is ${figure}.`;
};

const whyLines = ({ decision, differences }: Advice): readonly string[] => {
  switch (decision.kind) {
    case 'one':
      return decision.others.length === 0
        ? [`${code(decision.style)} is the only style that keeps all that must hold.`]
        : [
            `${code(decision.style)} and ${listed(decision.others.map(code))} keep all that must hold; the first is better on something that was decided, and worse on nothing.`,
            '',
            ...differences.map((one) => `- ${differenceSentence(one)}`),
          ];
    case 'either':
      return [
        `${listed(decision.styles.map(code))} keep all that must hold, and none of them is better than another on all that was decided. What is not measured here may decide: who knows how to run it, and whether a broker is there already.`,
        '',
        ...differences.map((one) => `- ${differenceSentence(one)}`),
      ];
    case 'open':
      return [
        'No style is known to keep all that must hold, and these break nothing either. More rounds decide: --rounds.',
      ];
    case 'none':
      return ['Each style breaks something that must hold. Change an answer, or the system, and ask again.'];
    case 'unsound':
      return decision.reasons.map((reason) => `- ${reason}`);
  }
};

const standings = { fits: 'fits', open: 'is open', out: 'is out' } as const;

/** The check of each kind that comes nearest to breaking. */
const tightest = (checks: readonly Check[]): readonly Check[] => {
  const kinds = [...new Set(checks.map(({ requirement }) => requirement.kind))];
  return kinds.flatMap((kind) => {
    const own = checks.filter(({ requirement }) => requirement.kind === kind);
    return own.toSorted((a, b) => b.interval.median - a.interval.median).slice(0, 1);
  });
};

const styleLines = ({ name, standing, checks }: JudgedStyle, answers: Answers): readonly string[] => {
  const shown = {
    fits: tightest(checks),
    open: checks.filter(({ verdict }) => verdict !== 'pass'),
    out: checks.filter(({ verdict }) => verdict === 'fail'),
  }[standing];
  return [
    `- ${code(name)} ${standings[standing]}.`,
    ...shown.map((check) => `  - ${checkSentence(name, check, answers)}`),
  ];
};

const thenText = (decision: Decision, now: Decision): string => {
  const still = sameAdvice(decision, now) ? 'still ' : '';
  return decision.kind === 'one' || decision.kind === 'either'
    ? `the advice would ${still}be ${advised(decision)}`
    : `${still === '' ? '' : 'as now, '}${advised(decision)}`;
};

/** The figure that a turn stands on. */
const groundOf = ({ kind, check, answers }: Turn): string => {
  if (check === null) return '';
  const when = check.requirement.part === null ? '' : ` ${during(check.requirement.part, answers)}`;
  switch (kind) {
    case 'answer':
      return `what is left after its answer takes ${showTime(check)}`;
    case 'told':
      return `p95${when} ${showTime(check)}`;
    case 'fail':
    case 'lose':
      return check.requirement.outOf === null && check.requirement.part !== null
        ? when.trim()
        : `${showCounts(check.values)} in a round`;
  }
};

const turnSentence = (turn: Turn, now: Decision): string => {
  const { kind, style, way, answers, decision } = turn;
  const ground = groundOf(turn);
  const figure = ground === '' ? '' : ` (${ground})`;
  const then = thenText(decision, now);
  if (way === 'looser') return `If ${allowance(kind, answers)}, ${code(style)} would fit${figure}: ${then}.`;
  if (kind === 'answer')
    return `If ${allowance(kind, answers)}, ${code(style)} would be out${figure}: ${then}.`;
  return `If users had to know sooner than they do with ${code(style)}${figure}, it would be out: ${then}.`;
};

const advises = (decision: Decision, style: string): boolean =>
  (decision.kind === 'one' && decision.style === style) ||
  (decision.kind === 'either' && decision.styles.includes(style));

const inputs = {
  outage: ({ service }: Answers) => `the time that ${service} is away`,
  slow: ({ service }: Answers) => `the time by which ${service} is slower`,
  peak: () => 'the rate of the peak',
} as const;

/**
 * What decides at one point of the sweep: of each style that is out, the worst that it breaks, and of one that is advised how soon
 * it tells. That a style does not tell in its answer is so at every point, and is said once.
 */
const pointSentence = (words: string, { decision, styles }: Judgement, answers: Answers): string => {
  const sentences = styles.flatMap(({ name, standing, checks }) => {
    const own = checks.filter(({ requirement }) => requirement.kind !== 'answer');
    const broken = tightest(own.filter(({ verdict }) => verdict === 'fail'));
    const shown =
      standing === 'out'
        ? broken
        : advises(decision, name)
          ? tightest(own.filter(({ requirement }) => requirement.kind === 'told'))
          : [];
    return shown.map((check) => checkSentence(name, check, answers));
  });
  return `${words}: ${advised(decision)}. ${sentences.join(' ')}`.trim();
};

const sweepLines = (advice: Advice): readonly string[] => {
  const { varied, points, answers } = advice;
  if (points.length === 0) return [];
  const own = { value: varied.value, words: varied.words, answers, judgement: advice, isOwn: true };
  const all = [...points.map((point) => ({ ...point, isOwn: false })), own].toSorted(
    (a, b) => a.value - b.value,
  );
  const measured = all.filter(({ judgement }) => judgement.decision.kind !== 'unsound');
  const turns = measured.flatMap((point, index) => {
    const next = measured[index + 1];
    return next === undefined || sameAdvice(point.judgement.decision, next.judgement.decision)
      ? []
      : [
          `The answer turns between ${point.words} and ${next.words}: from ${advised(point.judgement.decision)} to ${advised(next.judgement.decision)}.`,
        ];
  });
  const about = inputs[varied.input](answers);
  const first = measured[0];
  const last = measured.at(-1);
  const summary =
    measured.length < 2 || first === undefined || last === undefined
      ? [`Too little of the sweep over ${about} was measured validly to say where the answer turns.`]
      : turns.length > 0
        ? turns
        : [
            `The answer is the same from ${first.words} to ${last.words}: ${advised(first.judgement.decision)}.`,
          ];
  return [
    `Sweep over ${about}, each point a run of its own${answers.inAnswer ? '; who does not tell in the answer is out at all of them' : ''}:`,
    '',
    ...all.map(
      ({ words, judgement, answers: own, isOwn }) =>
        `- ${pointSentence(isOwn ? `**${words} (your answer)**` : `**${words}**`, judgement, own)}`,
    ),
    '',
    ...summary,
  ];
};

const trouble = (text: string, one: { readonly forMs: number; readonly everyMs: number } | null): string =>
  one === null ? 'never' : `${text} for ${formatDuration(one.forMs)}, every ${formatDuration(one.everyMs)}`;

const answerLines = (answers: Answers): readonly string[] => {
  const { perSecond, peak, work, workers, service, inAnswer, toldWithinMs, mayLose, mayFail } = answers;
  const capacity = capacityOf(answers);
  return [
    `- ${formatRate(perSecond)} in usual times, ${peak === null ? 'no peak' : `peaks of ${formatRate(peak.perSecond)} for ${formatDuration(peak.forMs)}`}.`,
    `- The slowest step, of ${service}, works ${formatDuration(work.medianMs)} (p99 ${formatDuration(work.p99Ms)}) with ${counted(workers, 'worker')}${Number.isFinite(capacity) ? `: ${formatRate(capacity)} at most` : ''}.`,
    `- 95% of the users must know the outcome within ${formatDuration(toldWithinMs)}${inAnswer ? ', and from the answer itself' : '; the answer itself need not tell it'}.`,
    `- May be lost: ${showAllowed(mayLose)}. May be told no: ${showAllowed(mayFail)}.`,
    `- Away: ${service} ${trouble('', answers.outage).trim()}. Slow: ${answers.slow === null ? 'never' : trouble(`${formatDuration(answers.slow.addMs)} more`, answers.slow)}. The broker away: ${trouble('', answers.broker).trim()}.`,
  ];
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = head.map((_unused, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(Math.max(1, width - 1))}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)];
};

const costLines = ({ answers, result, styles }: Advice, cpuPrice: number | null): readonly string[] =>
  table(
    ['', ...result.scenario.contestants.map(({ name }) => name)],
    [
      [
        'keeps what must hold',
        ...styles.map(({ standing }) => ({ fits: 'yes', open: 'open', out: 'no' })[standing]),
      ],
      ...costRows(answers, result, cpuPrice).map(({ label, cells }) => [label, ...cells]),
    ],
  );

/** How much of the machine other programs had, in the rounds that count; nothing where nobody looked. */
const othersText = ({ rounds, scenario }: Advice['result']): string => {
  const shares = scenario.contestants
    .flatMap(({ name }) => countingRounds(rounds, name))
    .flatMap(({ machine }) => machine?.others ?? []);
  if (shares.length === 0) return '';
  const [least, most] = [Math.min(...shares), Math.max(...shares)].map(
    (share) => `${Math.round(share * 100)}%`,
  );
  return ` Other programs used ${least === most ? '' : `${least} to `}${most} of the processors meanwhile.`;
};

const measuredLines = ({ result, points }: Advice, { files, tookMs }: RenderOptions): readonly string[] => {
  const { rounds, contestants } = result.scenario;
  const { cores, cpuModel, broker } = result.environment;
  const further = points.map(
    ({ words, result: { scenario } }) => `${words} (${counted(scenario.rounds, 'round')})`,
  );
  return [
    `${counted(rounds, 'round')} of each of ${listed(contestants.map(({ name }) => code(name)))}${result.scenario.measure === 'slices' ? ', in slices' : ', interleaved'}${further.length === 0 ? '' : `; beside them ${listed(further)}`}; ${formatDuration(tookMs)} in all, on ${cpuModel}, ${counted(cores, 'core')}${broker === '' ? '' : `, ${broker}`}. Times are medians over rounds with a 95% bootstrap interval; with three rounds that is hardly less than their range. Counts are exact, and given for each round.${othersText(result)}`,
    '',
    `- Again: \`npx tandem run ${files.scenario}\``,
    `- Every chart and figure of the run: ${files.report}`,
    `- The figures are those of this machine and of simulated work: read the direction first, then the size.`,
  ];
};

/** One page, in Markdown that reads as well in a terminal. */
export const renderAdvice = (advice: Advice, options: RenderOptions): string => {
  const { answers, styles, turns, decision } = advice;
  const changes = turns.map((turn) => `- ${turnSentence(turn, decision)}`);
  const swept = sweepLines(advice);
  const between = changes.length > 0 && swept.length > 0 ? [''] : [];
  const nothing = changes.length + swept.length === 0;
  const unsound = decision.kind === 'unsound';
  return `${[
    `# ${headline(advice)}`,
    '',
    ...whyLines(advice),
    '',
    '## You said',
    '',
    ...answerLines(answers),
    ...(unsound
      ? []
      : ['', '## Style by style', '', ...styles.flatMap((style) => styleLines(style, answers))]),
    '',
    '## What it costs',
    '',
    ...costLines(advice, options.cpuPrice),
    ...(unsound || nothing
      ? []
      : ['', '## What would change the answer', '', ...changes, ...between, ...swept]),
    '',
    '## How it was measured',
    '',
    ...measuredLines(advice, options),
  ].join('\n')}\n`;
};
