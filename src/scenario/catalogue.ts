import { statSync } from 'node:fs';
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

/** What scenarios may name: every style and fault of the registries, and modules that are there. */
export const catalogue: ModuleCatalogue = {
  styles,
  faults,
  moduleProblem,
  styleFrom,
  faultFrom,
  traceReader: readTraceText,
};
