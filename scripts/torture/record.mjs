// What each part of the torture came to when it last ran at full size.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const recordFile = 'results/published/torture.json';

/** What one part came to, in a line. */
export const partLine = ({ name, tried, survived, leftBehind, detail }) =>
  `${name}: tried ${tried}, survived ${survived}, left behind ${leftBehind} (${detail})`;

/** What is kept, in no other order than that of the parts. */
export const keptParts = () =>
  existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, 'utf8')).parts : [];

/** Keeps the outcome of one part; that of the others stays. */
export const keepPart = (record, names) => {
  const parts = [...keptParts().filter(({ name }) => name !== record.name), record];
  const ordered = names.flatMap((name) => parts.filter((part) => part.name === name));
  writeFileSync(recordFile, `${JSON.stringify({ parts: ordered }, null, 2)}\n`);
};
