import { catalogue } from '../scenario/catalogue.ts';
import type { LoadOptions } from '../scenario/load.ts';
import { loadWithModules } from '../scenario/modules.ts';
import type { Scenario } from '../scenario/scenario.ts';

/**
 * Reads and checks a scenario file, with the modules of the styles that it names by path.
 * Rejects with a UsageError that has file, line and column of what is wrong.
 */
export const readScenario = (file: string, options: LoadOptions = {}): Promise<Scenario> =>
  loadWithModules(file, catalogue, options);
