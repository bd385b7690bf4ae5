import type { RunResult } from '../../analysis/result.ts';
import { charts } from '../charts/index.ts';
import { comparison } from './comparison.ts';
import { escapeHtml } from './escape.ts';
import { expectations } from './expectations.ts';
import { figure } from './figure.ts';
import { glossary } from './glossary.ts';
import { styleSheet } from './style.ts';
import { validityPanel } from './validity-panel.ts';
import { verdictSentence } from './verdict-sentence.ts';

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const top = (result: RunResult): string => {
  const { scenario, verdict, reasons, warnings, startedAt } = result;
  const lines = (items: readonly string[]): string =>
    items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
  return `<header><p class="note">Tandem, ${escapeHtml(scenario.name)}, <time datetime="${escapeHtml(startedAt)}">${escapeHtml(startedAt.slice(0, 16).replace('T', ' '))} UTC</time></p>
<h1>${escapeHtml(scenario.title)}</h1>
<p><b>Claim:</b> ${escapeHtml(scenario.claim)}${scenario.why === '' ? '' : ` <b>Why:</b> ${escapeHtml(scenario.why)}`}</p>
<div class="verdict ${verdict}"><p><span class="word">${verdict}</span>: ${escapeHtml(verdictSentence(result))}</p>${lines(reasons)}</div>${lines(warnings.map((warning) => `Warning: ${warning}`))}</header>`;
};

interface Section {
  readonly id: string;
  readonly title: string;
  readonly html: string;
}

const sectionsOf = (result: RunResult): readonly Section[] => [
  { id: 'expectations', title: 'Hypotheses and budgets', html: expectations(result) },
  { id: 'comparison', title: 'Comparison', html: comparison(result) },
  { id: 'charts', title: 'Charts', html: charts.map((draw) => figure(draw(result))).join('\n') },
  { id: 'validity', title: 'Can these numbers be trusted?', html: validityPanel(result) },
  {
    id: 'source',
    title: 'The scenario',
    html: `<pre tabindex="0">${escapeHtml(result.scenario.source)}</pre>`,
  },
  { id: 'words', title: 'Words, and how not to misread them', html: glossary },
];

/** The whole report as one HTML file: no request leaves it, and everything is there without scripts. */
export const renderPage = (result: RunResult): string => {
  const sections = sectionsOf(result);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(result.scenario.title)} · Tandem</title><style>${styleSheet}</style></head><body>
${top(result)}
<nav aria-label="sections"><ul>${sections.map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`).join('')}</ul></nav>
<main>${sections.map(({ id, title, html }) => `<section id="${id}"><h2>${title}</h2>\n${html}</section>`).join('\n')}</main>
</body></html>
`;
};
