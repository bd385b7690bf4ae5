import type { StyleKind } from './contestants.ts';
import { type Catalogue, type LoadOptions, parseScenario } from './load.ts';
import { readSource } from './read-source.ts';
import type { Scenario } from './scenario.ts';

/** A catalogue that can also load the styles that a scenario names by the paths of their modules. */
export interface ModuleCatalogue extends Catalogue {
  /** Runs a module and gives its style; rejects with a UsageError where it exports none. */
  readonly styleFrom: (path: string) => Promise<StyleKind>;
}

/**
 * Reads a scenario text with the modules of its styles, so that their policies are checked like all others. A module runs only when
 * nothing else is wrong. Rejects with what `parseScenario` throws, or with the UsageError of a module.
 */
export const parseWithModules = async (
  text: string,
  file: string,
  catalogue: ModuleCatalogue,
  options: LoadOptions = {},
): Promise<Scenario> => {
  const scenario = parseScenario(text, file, catalogue, options);
  const named = new Set(scenario.contestants.map(({ style }) => style));
  const paths = [...named].filter((style) => !catalogue.styles.has(style));
  if (paths.length === 0) return scenario;
  const modules = await Promise.all(
    paths.map(async (path) => [path, await catalogue.styleFrom(path)] as const),
  );
  const styles = new Map([...catalogue.styles, ...modules]);
  return parseScenario(text, file, { ...catalogue, styles }, options);
};

/** Reads a scenario file with the modules of its styles; see `parseWithModules`. */
export const loadWithModules = async (
  file: string,
  catalogue: ModuleCatalogue,
  options: LoadOptions = {},
): Promise<Scenario> => parseWithModules(readSource(file), file, catalogue, options);
