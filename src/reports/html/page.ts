import type { RunResult } from '../../analysis/result.ts';
import { chartsOf } from '../charts/index.ts';
import { account } from './account.ts';
import { comparison } from './comparison.ts';
import { escapeHtml } from './escape.ts';
import { expectations } from './expectations.ts';
import { figure } from './figure.ts';
import { glossary } from './glossary.ts';
import { quiz, quizStyle } from './quiz.ts';
import { script, scriptStyle } from './script.ts';
import { sha256Base64 } from './sha256.ts';
import { styleSheet } from './style.ts';
import { validityPanel } from './validity-panel.ts';
import { verdictSentence } from './verdict-sentence.ts';

/** No request can leave the page, and no script runs but the page's own. */
export const reportPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  `script-src 'sha256-${sha256Base64(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const top = (result: RunResult): string => {
  const { scenario, verdict, reasons, warnings, startedAt } = result;
  const lines = (items: readonly string[]): string =>
    items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
  return `<header><p class="note">Tandem, ${escapeHtml(scenario.name)}, <time datetime="${escapeHtml(startedAt)}">${escapeHtml(startedAt.slice(0, 16).replace('T', ' '))} UTC</time></p>
<h1>${escapeHtml(scenario.title)}</h1>
<p><b>Claim:</b> ${escapeHtml(scenario.claim)}${scenario.why === '' ? '' : ` <b>Why:</b> ${escapeHtml(scenario.why)}`}</p>
<div class="spoiler"><div class="verdict ${verdict}"><p><span class="word">${verdict}</span>: ${escapeHtml(verdictSentence(result))}</p>${lines(reasons)}</div>${lines(warnings.map((warning) => `Warning: ${warning}`))}</div></header>`;
};

interface Section {
  readonly id: string;
  readonly title: string;
  readonly html: string;
  /** Tells what was measured, so class mode hides it at first. */
  readonly spoiler: boolean;
}

const drawings = (result: RunResult): Omit<Section, 'spoiler'>[] => {
  const drawn = chartsOf(result);
  const anchors = new Set([...drawn.map(({ id }) => id), 'validity', 'comparison']);
  return [
    { id: 'charts', title: 'Charts', html: drawn.map(figure).join('\n') },
    { id: 'account', title: 'What happened and why', html: account(result, anchors) },
  ];
};

const sectionsOf = (result: RunResult): readonly Section[] => [
  ...[
    { id: 'expectations', title: 'Hypotheses and budgets', html: expectations(result) },
    { id: 'comparison', title: 'Comparison', html: comparison(result) },
    ...drawings(result),
    { id: 'validity', title: 'Can these numbers be trusted?', html: validityPanel(result) },
  ].map((section) => ({ ...section, spoiler: true })),
  {
    ...{ id: 'source', title: 'The scenario', spoiler: false },
    html: `<pre tabindex="0">${escapeHtml(result.scenario.source)}</pre>`,
  },
  { id: 'words', title: 'Words, and how not to misread them', html: glossary, spoiler: false },
];

export interface PageOptions {
  /** The page opens in class mode: three guesses before the findings. */
  readonly quiz: boolean;
}

const sectionHtml = ({ id, title, html, spoiler }: Section): string =>
  `<section id="${id}"${spoiler ? ' class="spoiler"' : ''}><h2>${title}</h2>\n${html}</section>`;

/** The whole report as one HTML file: no request leaves it, and everything is there without scripts. */
export const renderPage = (result: RunResult, options: PageOptions = { quiz: false }): string => {
  const sections = sectionsOf(result);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="${reportPolicy}">
<title>${escapeHtml(result.scenario.title)} · Tandem</title><style>${styleSheet}${scriptStyle}${quizStyle}</style></head><body>
${top(result)}
${quiz(result, { start: options.quiz })}
<nav aria-label="sections" class="spoiler"><ul>${sections.map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`).join('')}</ul></nav>
<main>${sections.map(sectionHtml).join('\n')}</main>
<script>${script}</script>
</body></html>
`;
};
