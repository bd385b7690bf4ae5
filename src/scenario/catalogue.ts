import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { faultFrom } from '../faults/fault-module.ts';
import { faults } from '../faults/index.ts';
import { styles } from '../styles/index.ts';
import { styleFrom } from '../styles/style-module.ts';
import type { ModuleCatalogue } from './modules.ts';
import { readTraceText } from './trace-file.ts';

/** Whether there is such a file; what it exports is seen when it is loaded. */
const moduleProblem = (path: string): string | null => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'no such file';
  return stats.isFile() ? null : 'is not a file';
};

/** Of the module's own file; what that imports is not in it. */
const hashOf = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12);

/** What scenarios may name: every style and fault of the registries, and modules that are there. */
export const catalogue: ModuleCatalogue = {
  styles,
  faults,
  moduleProblem,
  styleFrom,
  faultFrom,
  hashOf,
  traceReader: readTraceText,
};
