import type { RunResult } from '../../result/run.ts';
import { type Html, html, lines } from '../../shared/html.ts';
import { changedPlans, emptyAfter, unlikeExposures } from '../fault-times.ts';
import { phrase } from '../phrases.ts';
import { comparisons } from './account-comparisons.ts';
import { money } from './account-money.ts';
import {
  acceptedIsNotDone,
  accepting,
  duringFault,
  faultTimes,
  notEnough,
  nothingDone,
} from './account-rules.ts';
import { backlog, catchUp, circuits, connections } from './account-waiting.ts';
import type { Rule, Sentence } from './sentence.ts';

/** Outages of different lengths, and why nothing came after one. */
const exposure: Rule = (result) => [
  ...changedPlans(result).map((said) => ({
    ...said,
    chart: 'validity',
    atMs: null,
    source: 'rounds[].faults[]',
  })),
  ...unlikeExposures(result).map((said) => ({
    ...said,
    chart: 'validity',
    atMs: null,
    source: 'rounds[].faults[]',
  })),
  ...emptyAfter(result).map((said) => ({
    ...said,
    chart: 'validity',
    atMs: null,
    source: 'rounds[].phases.after.windows',
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
      ...phrase`Not enough evidence: no rule of this account found anything to say about this run.`,
      chart: 'comparison',
      atMs: null,
      source: 'summary',
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
