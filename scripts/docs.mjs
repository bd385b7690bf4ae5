// Writes the documents that list what the code knows; with --check it only tells whether they are current.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { parse } from 'yaml';
import { metricDefinitions, metricNamed } from '../dist/analysis/metrics.js';
import { parseClaims } from '../dist/claims/claims-document.js';
import { renderClaimsMarkdown } from '../dist/claims/render-claims.js';
import { registerCommands } from '../dist/commands/index.js';
import { renderTable } from '../dist/reports/table.js';
import { readResult } from '../dist/runs/read-result.js';
import { architecturePage, floorsPicture, processesPicture, sequencesPicture } from './architecture.mjs';
import { renderChoosing } from './choosing.mjs';
import { renderLabAnswers, renderLabSheet } from './lab.mjs';
import { renderMetrics } from './metrics-page.mjs';
import { pictureMarkup, pictureOf } from './pictures.mjs';
import { scenarioPage } from './scenario-page.mjs';
import { renderTrust } from './trust-page.mjs';
import { workflowsPage } from './workflows-page.mjs';

const checking = process.argv.includes('--check');
const stale = [];

const put = (file, text) => {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  if (checking) stale.push(file);
  else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
};

/** Replaces what stands between two marker lines. */
const fill = (file, marker, text) => {
  const old = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${marker}: made by npm run docs -->\n`, `<!-- /${marker} -->`];
  const from = old.indexOf(begin);
  const to = old.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no place for ${marker}`);
  put(file, old.slice(0, from + begin.length) + text + old.slice(to));
};

const commandLine = () => {
  const program = new Command('tandem').configureHelp({ helpWidth: 110 });
  registerCommands(program, new AbortController().signal);
  const sections = program.commands.map((command) => {
    const help = command.configureHelp({ helpWidth: 110 }).helpInformation();
    return `## tandem ${command.name()}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`;
  });
  return `# The command line\n\nMade from the commands themselves by \`npm run docs\`.\n\n${sections.join('\n')}`;
};

const published = (scenario) => {
  const file = `results/published/${scenario}/result.json`;
  return existsSync(file) ? readResult(file) : null;
};

const claimsFile = 'results/published/claims.json';

const claimsPage = (document) =>
  `# The claims\n\nMade by \`npm run docs\` from \`${claimsFile}\`, which \`tandem claims\` wrote,\nmost of it at \`--scale 0.3\`. Scenarios that were changed after that run were run again ([which, and why](decisions/claims-that-changed.md)).\n\n${renderClaimsMarkdown(document)}`;

const hypothesesOf = (scenario) => parse(readFileSync(`scenarios/${scenario}.yaml`, 'utf8')).hypotheses ?? [];

put('docs/cli.md', commandLine());
put('docs/architecture.md', architecturePage());
put('docs/pictures/architecture-floors.svg', floorsPicture());
put('docs/pictures/architecture-processes.svg', processesPicture());
put('docs/pictures/architecture-sequences.svg', await sequencesPicture());
put(
  'docs/metrics.md',
  renderMetrics([
    ...metricDefinitions.values(),
    {
      ...metricNamed('amplification.service'),
      name: 'amplification.SERVICE',
      meaning: 'tries per call to this service',
    },
  ]),
);
put('docs/scenario.md', scenarioPage());
put('docs/trust.md', renderTrust());
put('docs/workflows.md', await workflowsPage());
if (existsSync(claimsFile)) {
  const document = parseClaims(readFileSync(claimsFile, 'utf8'), claimsFile);
  put('docs/claims.md', claimsPage(document));
  put('docs/choosing.md', renderChoosing(document.claims, hypothesesOf));
}
const recorded = readdirSync('results/published', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => published(name))
  .filter((result) => result !== null);
put('docs/lab/README.md', renderLabSheet(recorded));
put('docs/lab/answers.md', renderLabAnswers(recorded));
const shown = published('payments-crash');
if (shown !== null) {
  fill('README.md', 'table', `\`\`\`text\n${renderTable(shown, { colour: false })}\n\`\`\`\n`);
  const fileOf = (scheme) => `docs/pictures/payments-crash-${scheme}.svg`;
  for (const scheme of ['light', 'dark']) put(fileOf(scheme), pictureOf(shown, scheme));
  fill('README.md', 'picture', pictureMarkup(shown, fileOf));
}

if (stale.length > 0) {
  process.stderr.write(
    `not current: ${stale.join(', ')}; run \`npm run build && npm run docs\` and commit\n`,
  );
  process.exit(1);
}
