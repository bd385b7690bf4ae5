import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError, messageOf } from '../shared/errors.ts';
import type { ClaimRecord } from './claim-record.ts';
import { type ClaimsDocument, emptyClaims, parseClaims, withClaim } from './claims-document.ts';
import { renderClaimsMarkdown } from './render-claims.ts';

const writeWhole = (file: string, text: string): void => {
  const draft = `${file}.part`;
  writeFileSync(draft, text);
  renameSync(draft, file);
};

/**
 * The folder with `claims.json` and `claims.md`. Opened before the first run, so that a folder that cannot be written, or
 * a file that is something else, is found at once. `add` keeps what other runs left there.
 */
export const openClaimsFolder = (
  folder: string,
): { readonly add: (record: ClaimRecord) => void; readonly read: () => ClaimsDocument } => {
  const json = join(folder, 'claims.json');
  const read = (): ClaimsDocument =>
    existsSync(json) ? parseClaims(readFileSync(json, 'utf8'), json) : emptyClaims;
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new EnvironmentError(
      `claims cannot be written to ${folder}: ${messageOf(error)}; choose --out DIR`,
    );
  }
  read();
  return {
    read,
    add: (record) => {
      const document = withClaim(read(), record);
      writeWhole(json, `${JSON.stringify(document, null, 2)}\n`);
      writeWhole(join(folder, 'claims.md'), `# Claims\n\n${renderClaimsMarkdown(document)}`);
    },
  };
};
