import type { StyleKind } from './contestants.ts';
import type { FaultKind } from './fault-kind.ts';
import { type Catalogue, type LoadOptions, parseScenario } from './load.ts';
import { readSource } from './read-source.ts';
import type { Scenario } from './scenario.ts';

/** A catalogue that can also load the styles and faults that a scenario names by the paths of their modules. */
export interface ModuleCatalogue extends Catalogue {
  /** Runs a module and gives its style; rejects with a UsageError where it exports none. */
  readonly styleFrom: (path: string) => Promise<StyleKind>;
  /** The same for a fault. */
  readonly faultFrom: (path: string) => Promise<FaultKind>;
  /** A short hash of what a module's file holds. */
  readonly hashOf: (path: string) => string;
}

/**
 * Reads a scenario text with the modules that it names, so that policies and settings are checked like all others. A module runs only when
 * nothing else is wrong. Rejects with what `parseScenario` throws, or with the UsageError of a module.
 */
export const parseWithModules = async (
  text: string,
  file: string,
  catalogue: ModuleCatalogue,
  options: LoadOptions = {},
): Promise<Scenario> => {
  const scenario = parseScenario(text, file, catalogue, options);
  if (scenario.unread.length === 0) return scenario;
  const styles = new Map(catalogue.styles);
  const faults = new Map(catalogue.faults);
  for (const { kind, path } of scenario.unread)
    if (kind === 'style') styles.set(path, await catalogue.styleFrom(path));
    else faults.set(path, await catalogue.faultFrom(path));
  const modules = scenario.unread.map((one) => ({ ...one, hash: catalogue.hashOf(one.path) }));
  return { ...parseScenario(text, file, { ...catalogue, styles, faults }, options), modules };
};

/** Reads a scenario file with the modules that it names; see `parseWithModules`. */
export const loadWithModules = async (
  file: string,
  catalogue: ModuleCatalogue,
  options: LoadOptions = {},
): Promise<Scenario> => parseWithModules(readSource(file), file, catalogue, options);
