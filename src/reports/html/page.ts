import { reportScript } from '../../pages/bundled.ts';
import type { RunResult } from '../../result/run.ts';
import { type Html, html, lines, scriptElement, styleElement } from '../../shared/html.ts';
import { chartsOf } from '../charts/index.ts';
import { showMinute } from '../format.ts';
import { account } from './account.ts';
import { comparison } from './comparison.ts';
import { expectations } from './expectations.ts';
import { figure } from './figure.ts';
import { glossary } from './glossary.ts';
import { quiz, quizStyle } from './quiz.ts';
import { scriptStyle } from './script-style.ts';
import { sha256Base64 } from './sha256.ts';
import { styleSheet } from './style.ts';
import { validityPanel } from './validity-panel.ts';
import { verdictSentence } from './verdict-sentence.ts';

/** No request can leave the page, and no script runs but the page's own. */
export const reportPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  `script-src 'sha256-${sha256Base64(reportScript)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const top = (result: RunResult): Html => {
  const { scenario, verdict, reasons, warnings, startedAt } = result;
  const list = (items: readonly string[]): Html | '' =>
    items.length === 0 ? '' : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
  return html`<header><p class="note">Tandem, ${scenario.name}, <time datetime="${startedAt}">${showMinute(startedAt)} UTC</time></p>
<h1>${scenario.title}</h1>
<p><b>Claim:</b> ${scenario.claim}${scenario.why === '' ? '' : html` <b>Why:</b> ${scenario.why}`}</p>
<div class="spoiler"><div class="verdict ${verdict}"><p><span class="word">${verdict}</span>: ${verdictSentence(result).text}</p>${list(reasons)}</div>${list(warnings.map((warning) => `Warning: ${warning}`))}</div></header>`;
};

interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Html;
  /** Tells what was measured, so class mode hides it at first. */
  readonly spoiler: boolean;
}

const drawings = (result: RunResult): Omit<Section, 'spoiler'>[] => {
  const drawn = chartsOf(result);
  const anchors = new Set([...drawn.map(({ id }) => id), 'validity', 'comparison']);
  return [
    { id: 'charts', title: 'Charts', content: lines(drawn.map(figure)) },
    { id: 'account', title: 'What happened and why', content: account(result, anchors) },
  ];
};

const sectionsOf = (result: RunResult): readonly Section[] => [
  ...[
    { id: 'expectations', title: 'Hypotheses and budgets', content: expectations(result) },
    { id: 'comparison', title: 'Comparison', content: comparison(result) },
    ...drawings(result),
    { id: 'validity', title: 'Can these numbers be trusted?', content: validityPanel(result) },
  ].map((section) => ({ ...section, spoiler: true })),
  {
    id: 'source',
    title: 'The scenario',
    spoiler: false,
    content: html`<pre tabindex="0">${result.scenario.source}</pre>`,
  },
  { id: 'words', title: 'Words, and how not to misread them', content: glossary, spoiler: false },
];

export interface PageOptions {
  /** The page opens in class mode: three guesses before the findings. */
  readonly quiz: boolean;
}

const sectionHtml = ({ id, title, content, spoiler }: Section): Html =>
  html`<section id="${id}"${spoiler ? html` class="spoiler"` : ''}><h2>${title}</h2>\n${content}</section>`;

/** The whole report as one HTML file: no request leaves it, and everything is there without scripts. */
export const renderPage = (result: RunResult, options: PageOptions = { quiz: false }): string => {
  const sections = sectionsOf(result);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="${reportPolicy}">
<title>${result.scenario.title} · Tandem</title>${styleElement(styleSheet + scriptStyle + quizStyle)}</head><body>
${top(result)}
${quiz(result, { start: options.quiz })}
<nav aria-label="sections" class="spoiler"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main>${lines(sections.map(sectionHtml))}</main>
${scriptElement(reportScript)}
</body></html>
`.toString();
};
