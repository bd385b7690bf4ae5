import { catalogue } from '../scenario/catalogue.ts';
import type { LoadOptions } from '../scenario/load.ts';
import { loadWithModules } from '../scenario/modules.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioFile } from '../scenario/scenario-file.ts';

/**
 * Reads and checks a scenario, with the modules that it names: a file, or a name as `tandem list` shows it.
 * Rejects with a UsageError that has file, line and column of what is wrong.
 */
export const readScenario = async (file: string, options: LoadOptions = {}): Promise<Scenario> =>
  loadWithModules(scenarioFile(file), catalogue, options);
