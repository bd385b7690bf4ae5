// The page of the checks that the program makes of itself, with their recorded output.
import { existsSync, readFileSync } from 'node:fs';

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
    command: 'npx tandem run scenarios/baseline.yaml --against-ref HEAD',
    why: 'Both builds take turns in one run. Here a build meets itself, so there is no difference to be found.',
  },
  {
    title: 'What does watching cost?',
    file: 'live.txt',
    command: 'npm run live-cost',
    why: 'Rounds of one contestant, in turn with a browser on the live page and without.',
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

/** Only what was recorded is shown. */
export const renderTrust = () => `# Checks of the measurement itself

Made by \`npm run docs\` from the recorded output under \`${folder}\`. How often like is called unlike, and how often a real difference
is found, is on [a page of its own](power.md). The machine is a virtual one with two cores that it shares with others; run the
commands to see yours.
${checks.map(section).join('')}`;
