import { styleSheet } from '../reports/html/style.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Html, html, styleElement } from '../shared/html.ts';

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

const figure = (id: string, title: string, subtitle: string): Html =>
  html`<figure id="${id}"><h3>${title}</h3><figcaption>${subtitle}</figcaption><div class="live" role="img" aria-label="${title}: nothing yet"></div></figure>`;

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
<p id="state" role="status">Waiting for the first word of the run.</p>
<p class="note">What is drawn here was not audited yet: accepted is what the client heard, completed what it was told. When the run ends, this page becomes the report.</p></header>
<main>
<section id="now"><h2>Now</h2><div class="scroll" tabindex="0"><table><caption>The latest round of each contestant, warm-up included</caption>
<thead><tr><th class="text" scope="col">contestant</th><th scope="col">round</th><th class="text" scope="col">phase</th><th scope="col">sent</th><th scope="col">accepted</th><th scope="col">completed</th><th scope="col">failed</th><th scope="col">backlog</th><th scope="col">in flight</th></tr></thead><tbody></tbody></table></div>
${figure('rates', 'Offered, accepted and completed', 'requests per second; bands: a fault is in force')}
${figure('latency', 'Time from due to completed', 'median and 95th percentile of the last second, ms, log axis; of those that completed')}
${figure('backlog', 'Backlog and requests in flight', 'messages waiting in queues and outboxes; requests of the client that are not over')}
</section>
<section id="rounds"><h2>Finished rounds, audited</h2><div class="scroll" tabindex="0"><table><caption>Every request after the warm-up</caption>
<thead><tr><th class="text" scope="col">contestant</th><th scope="col">round</th><th scope="col">sent</th><th scope="col">completed</th><th scope="col">declined</th><th scope="col">recovered</th><th scope="col">failed</th><th scope="col">lost</th><th class="text" scope="col">valid</th></tr></thead><tbody></tbody></table></div></section>
<section id="source"><h2>The scenario</h2><pre tabindex="0">${source}</pre></section>
</main>
<script src="/echarts.js"></script><script src="/live.js"></script>
</body></html>
`.toString();
