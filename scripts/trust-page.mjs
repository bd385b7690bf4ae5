// The page of the checks that the program makes of itself, with their recorded output.
import { existsSync, readFileSync } from 'node:fs';
import { laws } from '../dist/audit/laws.js';
import { keptParts, partLine } from './torture/record.mjs';

const folder = 'results/published/checks';

const checks = [
  {
    title: 'Does the load generator tell the truth?',
    file: 'generator.txt',
    command: 'npx tandem calibrate --generator',
    why: 'A stub server with known behaviour stands in for the services; what the generator reports is compared with what the stub did, in outcomes and in time. autocannon’s rate mode has the same task beside it: why it is used for saturation only.',
  },
  {
    title: 'Is a known delay found?',
    file: 'control.txt',
    command: 'npx tandem calibrate scenarios/baseline.yaml',
    why: 'One contestant against itself shows the noise of the machine and the smallest effect that can be found; against itself with a known delay it must be called slower.',
  },
  {
    title: 'Is this build slower than that one?',
    file: 'against-ref.txt',
    command: 'npx tandem gate --against-ref 7f36e527a327 --only http --within 2m',
    why: 'Both builds side by side under the same load. Here this build differs from the other one by a comment, so that there is nothing to be found ([how a gate decides](decisions/gate.md)).',
  },
  {
    title: 'How much can the contestants do?',
    file: 'saturate.txt',
    command: 'npx tandem saturate scenarios/front-door.yaml',
    why: 'A closed loop of fifty connections through autocannon; what was completed is counted in the ledgers as well.',
  },
  {
    title: 'What does watching cost?',
    file: 'live.txt',
    command: 'npm run live-cost',
    why: 'Rounds of one contestant, in turn with a browser on the live page and without. The browser draws on the same two cores that the services work on, without a graphics card: an upper bound. Where it matters, look when the run has ended.',
  },
  {
    title: 'How much can be analysed?',
    file: 'analysis.txt',
    command: 'npm run bench:analysis',
    why: 'A million synthetic requests through the audit and the analysis.',
  },
];

const section = ({ title, file, command, why }) => {
  const path = `${folder}/${file}`;
  if (!existsSync(path)) return '';
  return `\n## ${title}\n\n${why}\n\n\`\`\`text\n$ ${command}\n${readFileSync(path, 'utf8').trimEnd()}\n\`\`\`\n`;
};

const cell = (text) => text.replaceAll('|', '\\|');

const lawTable = () => {
  const rows = laws.map((one) => `| ${cell(one.law)} | ${cell(one.statement)} | ${cell(one.tolerance)} |`);
  return `| law | what must hold | tolerance |\n| --- | --- | --- |\n${rows.join('\n')}`;
};

/** From the table that src/audit/laws.test.ts holds every wrong ledger to. */
const wrongTable = () => {
  const wrong = JSON.parse(readFileSync('test/support/wrong-ledgers.json', 'utf8'));
  const rows = Object.entries(wrong).map(
    ([name, caught]) => `| ${cell(name)} | ${cell(caught.join(', '))} |`,
  );
  return `| a style that … | is caught by |\n| --- | --- |\n${rows.join('\n')}`;
};

const lawsSection = () => `
## The laws of a round

Every round is held to these, whatever the styles do and whatever faults are injected; one that breaks a law is invalid, with the law
and its figures as the reason. They are in \`rounds[].laws\`, with \`holds: null\` and the cause where a round cannot be judged.

${lawTable()}

## Wrong styles and what catches them

Each of these ledgers differs from a sound one in what such a style leaves behind; a test audits every one and demands exactly
the classes, counts and laws named here (\`src/audit/laws.test.ts\`). Styles that are broken for real, for subscribe and for checkout, run on real processes
beside them (\`test/contract/broken-styles.test.ts\`).

${wrongTable()}
`;

const tortureSection = () => {
  const parts = keptParts();
  if (parts.length === 0) return '';
  const minutes = parts.reduce((sum, part) => sum + part.minutes, 0);
  return `
## What does it survive?

Mutated scenarios through everything before a run, damaged results through every reader, and real runs in which one part is killed
with SIGKILL at a random moment. A scenario or result survives when it is read or refused in plain words within 2 s of CPU time; a
run survives a kill when it ends by itself, with the death named and no round counted that holds it. Left behind are processes,
temporary files, queues and exchanges. The last run of each part at full size, ${minutes} minutes together:

\`\`\`text
${parts.map((part) => `$ npm run torture -- --seed ${part.seed}   # ${part.startedAt.slice(0, 10)}\n${partLine(part)}`).join('\n')}
\`\`\`
`;
};

/** Only what was recorded is shown. */
export const renderTrust = () => `# Checks of the measurement itself

Made by \`npm run docs\` from the recorded output under \`${folder}\`. How often like is called unlike, and how often a real difference
is found, is on [a page of its own](power.md). The machine is a virtual one with two cores that it shares with others; run the
commands to see yours.
${checks.map(section).join('')}${tortureSection()}${lawsSection()}`;
