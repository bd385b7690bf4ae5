import type { Contestant, Scenario } from '../scenario/scenario.ts';
import { styles } from '../styles/index.ts';
import type { Style } from '../styles/style.ts';
import { styleFrom } from '../styles/style-module.ts';

/** A style by its name in the registry, or from the module that a scenario points to. */
export const styleOf = async ({ style }: Contestant): Promise<Style> =>
  styles.get(style) ?? (await styleFrom(style));

/** Whether a contestant of these needs RabbitMQ. */
export const needsBroker = async (scenarios: readonly Scenario[]): Promise<boolean> => {
  const needs = await Promise.all(scenarios.flatMap(({ contestants }) => contestants.map(styleOf)));
  return needs.some((style) => style.needs.includes('rabbitmq'));
};
