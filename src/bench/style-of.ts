import { pathToFileURL } from 'node:url';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import { clip } from '../shared/clip.ts';
import { messageOf, UsageError } from '../shared/errors.ts';
import { styles } from '../styles/index.ts';
import type { Style } from '../styles/style.ts';

/** What every later step relies on; a style from a module was checked by nobody's compiler. */
const isStyle = (style: Partial<Style> | null | undefined): style is Style =>
  typeof style === 'object' &&
  style !== null &&
  typeof style.serve === 'function' &&
  typeof style.name === 'string' &&
  [style.needs, style.services, style.policies].every(Array.isArray) &&
  (style.answers === 'when-done' || style.answers === 'when-accepted') &&
  typeof style.frontDoor === 'string' &&
  [style.frontDoor, style.liveUpdates ?? style.frontDoor].every((role) => style.services?.includes(role)) &&
  new Set(style.services).size === style.services?.length;

/** A style by its name in the registry, or from the module that a scenario points to. */
export const styleOf = async ({ style }: Contestant): Promise<Style> => {
  const known = styles.get(style);
  if (known !== undefined) return known;
  let module: { readonly style?: Partial<Style> };
  try {
    module = (await import(pathToFileURL(style).href)) as typeof module;
  } catch (error) {
    throw new UsageError(`${style}: cannot be loaded as a style: ${clip(messageOf(error), 200)}`, {
      cause: error,
    });
  }
  if (!isStyle(module.style)) {
    const how = 'docs/adding-a-style.md says what a style is';
    throw new UsageError(
      `${style}: exports no \`style\` with a name, \`answers\`, services (each once), a front door and live updates among them, and \`serve\`; ${how}`,
    );
  }
  return module.style;
};

/** Whether a contestant of these needs RabbitMQ. */
export const needsBroker = async (scenarios: readonly Scenario[]): Promise<boolean> => {
  const needs = await Promise.all(scenarios.flatMap(({ contestants }) => contestants.map(styleOf)));
  return needs.some((style) => style.needs.includes('rabbitmq'));
};
