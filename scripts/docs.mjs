// Writes the documents that list what the code knows; with --check it only tells whether they are current.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { registerCommands } from '../dist/commands/index.js';
import { renderTable } from '../dist/reports/table.js';

const checking = process.argv.includes('--check');
const stale = [];

const put = (file, text) => {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  if (checking) stale.push(file);
  else writeFileSync(file, text);
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
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
};

put('docs/cli.md', commandLine());
const shown = published('payments-crash');
if (shown !== null)
  fill('README.md', 'table', `\`\`\`text\n${renderTable(shown, { colour: false })}\n\`\`\`\n`);

if (stale.length > 0) {
  process.stderr.write(
    `not current: ${stale.join(', ')}; run \`npm run build && npm run docs\` and commit\n`,
  );
  process.exit(1);
}
