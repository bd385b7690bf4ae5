import { countingRounds } from '../../analysis/counting-rounds.ts';
import type { Comparison, RunResult } from '../../analysis/result.ts';
import { type Html, html, lines } from '../../shared/html.ts';
import { contestantNames, evidenceOf, hasFault } from '../evidence.ts';
import { changedPlans, emptyAfter, unlikeExposures } from '../fault-times.ts';
import { counted } from '../format.ts';
import {
  acceptedIsNotDone,
  accepting,
  backlog,
  catchUp,
  circuits,
  connections,
  duringFault,
  faultTimes,
  notEnough,
  nothingDone,
  type Rule,
  type Sentence,
} from './account-rules.ts';

const percent = (ratio: number): string => `${Math.abs((ratio - 1) * 100).toFixed(0)}%`;

const named = (metric: string): string =>
  metric.replace(/ all$/, '').replace(/ during$/, ' during the fault');

const differing = ({ metric, a, b, ratio, low, high, verdict }: Comparison): string => {
  if (ratio === null) {
    const [reached, never] = verdict === 'faster' ? [b, a] : [a, b];
    return `${never} never reached ${named(metric)} in any round, ${reached} did in all.`;
  }
  const span = low === null || high === null ? '' : ` (${low.toFixed(2)} to ${high.toFixed(2)} times)`;
  return `In ${named(metric)}, ${b} is ${verdict} than ${a} by ${percent(ratio)}${span}.`;
};

/** Completed p50 and p95 only: the other comparisons stand in the result. */
const comparisons: Rule = (result) => {
  const phase = hasFault(result) ? 'during' : 'all';
  const place = { chart: 'percentiles', atMs: null, source: 'summary.comparisons[]' };
  return [`completed.p50 ${phase}`, `completed.p95 ${phase}`].flatMap((metric) => {
    const tested = result.summary.comparisons.filter((one) => one.metric === metric);
    const alike = tested.filter(({ verdict }) => verdict === 'no difference shown');
    const pairs = alike.map(({ a, b }) => `${a} and ${b}`).join('; ');
    const shared = `Not enough evidence of a difference in ${named(metric)}, over ${counted(Math.max(0, ...contestantNames(result).map((name) => countingRounds(result.rounds, name).length)), 'valid round')} at most, between ${pairs}.`;
    return [
      ...tested.filter((one) => !alike.includes(one)).map(differing),
      ...(alike.length > 0 ? [shared] : []),
    ].map((text) => ({ text, ...place }));
  });
};

/** Round by round: what one round owes another must not make up for. */
const money: Rule = (result) =>
  contestantNames(result)
    .flatMap((name) => evidenceOf(result, name).rounds)
    .flatMap(({ contestant, round, money: { charges, refunds, active, balanced, unbalanced = 0 } }) => {
      const place = { chart: 'outcomes', atMs: null, source: 'rounds[].money' };
      const where = `In round ${round}, warm-up included, the money of ${contestant} does not add up`;
      if (!balanced && charges - refunds !== active)
        return [
          {
            text: `${where}: ${charges} charges − ${refunds} refunds are not ${active} active subscriptions.`,
            ...place,
          },
        ];
      return balanced && unbalanced === 0
        ? []
        : [{ text: `${where} for ${counted(unbalanced, 'request')}, though the sums do.`, ...place }];
    });

/** Outages of different lengths, and why nothing came after one. */
const exposure: Rule = (result) => [
  ...changedPlans(result).map((text) => ({
    ...{ text, chart: 'validity', atMs: null, source: 'rounds[].faults[].plannedForMs' },
  })),
  ...unlikeExposures(result).map((text) => ({
    ...{ text, chart: 'validity', atMs: null, source: 'rounds[].faults[]' },
  })),
  ...emptyAfter(result).map((text) => ({
    ...{ text, chart: 'validity', atMs: null, source: 'rounds[].phases.after.windows' },
  })),
];

const rules: readonly Rule[] = [
  ...[notEnough, nothingDone, acceptedIsNotDone, faultTimes, exposure, accepting, duringFault],
  ...[backlog, circuits, catchUp, connections, comparisons, money],
];

/** What happened, as sentences that rules made from the numbers; a rule whose condition does not hold says nothing. */
export const accountOf = (result: RunResult): readonly Sentence[] => {
  const sentences = rules.flatMap((rule) => rule(result));
  if (sentences.length > 0) return sentences;
  return [
    {
      text: 'Not enough evidence: nothing in this run differs by more than its rounds differ among themselves.',
      ...{ chart: 'comparison', atMs: null, source: 'summary' },
    },
  ];
};

/** `anchors`: ids that the page has; a sentence about anything else links to the comparison. */
export const account = (result: RunResult, anchors: ReadonlySet<string>): Html => {
  const items = accountOf(result).map(({ text, chart, atMs, source }) => {
    const target = anchors.has(chart) ? chart : 'comparison';
    const moment = atMs === null || target !== chart ? '' : html` data-at="${Math.round(atMs)}"`;
    return html`<li>${text} <a href="#${target}"${moment}>see ${target}</a> <small><code>${source}</code></small></li>`;
  });
  return html`<p class="note">Written by rules from the numbers of this run; times are those of the round that the charts draw.</p><ol class="account">${lines(items)}</ol>`;
};
