import { styleSheet } from '../reports/html/style.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Html, html, lines, styleElement } from '../shared/html.ts';
import { type LiveChart, liveCharts } from './charts.ts';
import { type Column, progressColumns, roundColumns } from './columns.ts';

/** Only what this server gives out may run or be drawn. */
export const livePolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "script-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const figure = ({ id, title, subtitle }: LiveChart): Html =>
  html`<figure id="${id}"><h3>${title}</h3><figcaption>${subtitle}</figcaption><div class="live" role="img" aria-label="${title}: nothing yet"></div></figure>`;

/** A table with its heads; the rows come from the browser. */
const emptyTable = <Row>(caption: string, columns: readonly Column<Row>[]): Html => {
  const heads = columns.map(
    ({ head, holds }) => html`<th scope="col"${holds === 'words' ? html` class="text"` : ''}>${head}</th>`,
  );
  return html`<div class="scroll" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${heads}</tr></thead><tbody></tbody></table></div>`;
};

const liveStyle = `.live{height:17rem;width:100%}#state{font-size:1.1rem;border-left:.4rem solid var(--faint);background:var(--soft);padding:.7rem 1rem}td.text{text-align:left}`;

/** What the page says about a scenario. */
export interface FollowedScenario extends Pick<Scenario, 'title' | 'claim' | 'why' | 'name' | 'source'> {
  readonly contestants: readonly { readonly name: string }[];
}

/** The page of a run that goes on; its script fills it and turns it into the report at the end. */
export const livePage = ({ title, claim, why, name, contestants, source }: FollowedScenario): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="${livePolicy}">
<title>${title} · Tandem, live</title>${styleElement(styleSheet + liveStyle)}</head>
<body data-contestants="${JSON.stringify(contestants.map((one) => one.name))}">
<header><p class="note">Tandem, ${name}, live</p>
<h1>${title}</h1>
<p><b>Claim:</b> ${claim}${why === '' ? '' : html` <b>Why:</b> ${why}`}</p>
<p id="state" role="status">Waiting for the run to begin.</p>
<p class="note">What is drawn here was not audited yet: accepted is what the client heard, completed what it was told. When the run ends, this page becomes the report.</p></header>
<main>
<section id="now"><h2>Now</h2>${emptyTable('The latest round of each contestant, warm-up included', progressColumns)}
${lines(liveCharts.map(figure))}
</section>
<section id="rounds"><h2>Finished rounds, audited</h2>${emptyTable('Every request after the warm-up', roundColumns)}</section>
<section id="source"><h2>The scenario</h2><pre tabindex="0">${source}</pre></section>
</main>
<script src="/echarts.js"></script><script src="/live.js"></script>
</body></html>
`.toString();
