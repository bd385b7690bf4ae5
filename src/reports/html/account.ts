import type { RunResult } from '../../result/run.ts';
import { type Html, html, lines } from '../../shared/html.ts';
import { findingsOf } from '../conclusion.ts';
import { changedPlans, emptyAfter, unlikeExposures } from '../fault-times.ts';
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
import { backlog, bottleneck, catchUp, circuits, connections } from './account-waiting.ts';
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

/** What a reader of one sentence should read, first; what stands against it, other rules tell. */
const conclusion: Rule = (result) =>
  findingsOf(result).map((said) => ({
    ...said,
    chart: 'comparison',
    atMs: null,
    source: 'rounds[].outcomes, summary',
  }));

const rules: readonly Rule[] = [
  conclusion,
  ...[notEnough, nothingDone, acceptedIsNotDone, faultTimes, exposure, accepting, duringFault],
  ...[backlog, bottleneck, circuits, catchUp, connections, comparisons, money],
];

/** What happened, as sentences that rules made from the numbers; a rule whose condition does not hold says nothing. */
export const accountOf = (result: RunResult): readonly Sentence[] => rules.flatMap((rule) => rule(result));

/** `anchors`: ids that the page has; a sentence about anything else links to the comparison. */
export const account = (result: RunResult, anchors: ReadonlySet<string>): Html => {
  const items = accountOf(result).map(({ text, chart, atMs, source }) => {
    const target = anchors.has(chart) ? chart : 'comparison';
    const moment = atMs === null || target !== chart ? '' : html` data-at="${Math.round(atMs)}"`;
    return html`<li>${text} <a href="#${target}"${moment}>see ${target}</a> <small><code>${source}</code></small></li>`;
  });
  return html`<p class="note">Written by rules from the numbers of this run; times are those of the round that the charts draw.</p><ol class="account">${lines(items)}</ol>`;
};
