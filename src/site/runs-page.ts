import { runsScript } from '../pages/bundled.ts';
import { showFigure } from '../reports/charts/show-figure.ts';
import { showCount, showMinute } from '../reports/format.ts';
import { sha256Base64 } from '../reports/html/sha256.ts';
import { styleSheet } from '../reports/html/style.ts';
import { medianOf } from '../reports/medians.ts';
import type { RunResult } from '../result/run.ts';
import { type Html, html, lines, scriptElement, styleElement } from '../shared/html.ts';
import { standing } from '../verdicts/standing.ts';
import type { LeftOut } from './result-files.ts';
import { searchWords } from './search-words.ts';

/** What the table of runs needs: an id that is also a path, and the run. */
export interface ListedRun {
  readonly id: string;
  readonly result: RunResult;
}

/** Completed p95 (median over rounds), failed and lost, per contestant. */
const keyFigures = (result: RunResult): readonly Html[] =>
  result.scenario.contestants.map(({ name }) => {
    const { failed = 0, lost = 0 } = result.summary.contestants[name]?.outcomes ?? {};
    const p95 = showFigure(medianOf(result, name, 'completed.p95', 'all'));
    return html`<li><b>${name}</b> completed p95 ${p95}, failed ${showCount(failed)}, lost ${showCount(lost)}</li>`;
  });

/** A folder may be called anything; in an address only the slashes between folders keep their meaning. */
const addressOf = (id: string): string => id.split('/').map(encodeURIComponent).join('/');

const row = ({ id, result }: ListedRun): Html => {
  const { scenario, environment, startedAt, verdict, partial } = standing(result);
  const words = searchWords([scenario.name, scenario.title, environment.cpuModel, verdict, startedAt]);
  return html`<tr data-words="${words}">
<td><input type="checkbox" name="run" value="${id}" aria-label="pick ${scenario.name} of ${startedAt}"></td>
<th scope="row"><a href="runs/${addressOf(id)}/report.html">${scenario.title}</a><br><small>${scenario.name}</small></th>
<td><time datetime="${startedAt}">${showMinute(startedAt)}</time></td>
<td>${environment.cpuModel}, ${environment.cores} cores</td>
<td class="${verdict}">${verdict}${partial ? ' (partial)' : ''}</td>
<td><ul>${keyFigures(result)}</ul></td>
</tr>`;
};

const style = `${styleSheet}
body { max-width: 76rem; }
table { width: 100%; }
tbody th, td { text-align: left; }
td ul { list-style: none; margin: 0; padding: 0; }
.fail, .invalid { font-weight: bold; }
input[type=search] { font: inherit; padding: .4rem; width: min(100%, 24rem); }
button { font: inherit; padding: .4rem .8rem; }
`;

const mostNamed = 100;

/** What lies in the folder and is no run that can be shown: named, so that nobody looks for it in vain. */
const leftOutList = (leftOut: readonly LeftOut[]): Html => {
  if (leftOut.length === 0) return html``;
  const items = leftOut
    .slice(0, mostNamed)
    .map(({ path, reason }) => html`<li><code>${path}</code>: ${reason}</li>`);
  const left = leftOut.length - items.length;
  return html`<h2>Left out</h2><ul>${items}${left > 0 ? html`<li>and ${left} more</li>` : ''}</ul>`;
};

/** Only the page's own script runs, nothing is loaded, and its form leads to this server. */
export const runsPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  `script-src 'sha256-${sha256Base64(runsScript)}'`,
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** All runs in a table. `canOverlay`: a server is there to draw several runs on the same axes. */
export const runsPage = (
  runs: readonly ListedRun[] & { readonly leftOut?: readonly LeftOut[] },
  options: { readonly canOverlay: boolean; readonly hasTrend?: boolean },
): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="${runsPolicy}">
<title>Tandem: runs</title>${styleElement(style)}</head><body>
<h1>Runs</h1>
${options.hasTrend ? html`<p><a href="trend">Trend over commits</a>, from the gates of this folder</p>` : ''}
<p><label>Filter <input type="search" id="filter" placeholder="scenario, machine, verdict"></label></p>
<form action="overlay" method="get">
${options.canOverlay ? html`<p><button>Show the picked runs side by side</button> (two or more; at most four contestants fit)</p>` : ''}
<div class="scroll"><table>
<thead><tr><td></td><th scope="col">scenario</th><th scope="col">when (UTC)</th><th scope="col">machine</th><th scope="col">verdict</th><th scope="col">key figures</th></tr></thead>
<tbody>
${lines(runs.map(row))}
</tbody></table></div>
${runs.length === 0 ? html`<p>No runs here yet: <code>npx tandem run scenarios/baseline.yaml</code> makes one.</p>` : ''}
</form>
${leftOutList(runs.leftOut ?? [])}
${scriptElement(runsScript)}
</body></html>
`.toString();
