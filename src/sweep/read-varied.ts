import { isDeepStrictEqual } from 'node:util';
import { readDocument } from '../scenario/document.ts';
import type { LoadOptions } from '../scenario/load.ts';
import { type ModuleCatalogue, parseWithModules } from '../scenario/modules.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Change, withValues } from '../scenario/with-values.ts';
import { clip } from '../shared/clip.ts';
import { UsageError } from '../shared/errors.ts';
import { suggest } from '../shared/near-miss.ts';
import { showPoint, type VaryPoint } from './vary.ts';

/** What a contestant has beside its policies. */
const contestantKeys = new Set(['style', 'policies', 'services', 'load']);

/** `contestants.http.retries` stands for `contestants.http.policies.retries`: no policy is named like a part of a contestant. */
const fullPath = (keys: readonly string[], { contestants }: Scenario): readonly string[] => {
  const [section, name, part, ...rest] = keys;
  if (section !== 'contestants' || name === undefined) return keys;
  const names = contestants.map((contestant) => contestant.name);
  if (!names.includes(name))
    throw new UsageError(`there is no contestant \`${clip(name)}\`; ${suggest(name, names)}`);
  return part === undefined || contestantKeys.has(part) ? keys : [section, name, 'policies', part, ...rest];
};

/** Contestants that nobody wrote down are written down first: one alone would take the place of them all. */
const usualContestants = ({ source, contestants }: Scenario): readonly Change[] =>
  readDocument(source).valueAt(['contestants']) !== undefined
    ? []
    : [
        {
          path: ['contestants'],
          value: Object.fromEntries(contestants.map(({ name, style }) => [name, { style }])),
        },
      ];

/** A part of the name of a folder. */
const slug = (text: string): string =>
  text
    .replaceAll(/[^A-Za-z0-9.]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);

/**
 * The scenario with the values of a point in their places, read anew: whatever the file could not say is refused, in words that name
 * the place. Hypotheses speak of another scenario and are left out, and so are budgets against a baseline. `base` is the scenario as
 * it was read with all contestants. Rejects with a UsageError that names the point.
 */
export const readVaried = async (
  base: Scenario,
  point: VaryPoint,
  catalogue: ModuleCatalogue,
  options: LoadOptions,
): Promise<Scenario> => {
  const read = async (): Promise<Scenario> => {
    const changes = point.map(({ vary, at }) => ({ path: fullPath(vary.keys, base), value: at.value }));
    const ofContestants = changes.some(({ path }) => path[0] === 'contestants' && path.length > 1);
    const text = withValues(base.source, [...(ofContestants ? usualContestants(base) : []), ...changes]);
    return parseWithModules(text, base.file, catalogue, options);
  };
  const scenario = await read().catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`--vary ${clip(showPoint(point), 200)} makes of ${base.file}:\n${error.message}`, {
      cause: error,
    });
  });
  return {
    ...scenario,
    name: `${scenario.name}-${point.map(({ vary, at }) => slug(`${vary.keys.at(-1) ?? ''}-${at.text}`)).join('-')}`,
    title: `${scenario.title}: ${showPoint(point)}`,
    // Some value may ask for more than a contestant can do, and leave it work beyond any slice.
    measure: 'rounds',
    hypotheses: [],
    budgets: scenario.budgets.filter(({ parsed }) => !parsed.usesBaseline),
  };
};

/** What of a scenario makes a difference to its rounds. */
const meant = ({ source: _, name: _name, title: _title, budgets, ...scenario }: Scenario) => ({
  ...scenario,
  budgets: budgets.map(({ text }) => text),
});

/** Refuses points that would measure the same twice: a place that nothing reads, or two ways to write one value. */
export const assertDifferent = (points: readonly VaryPoint[], scenarios: readonly Scenario[]): void => {
  for (const [index, scenario] of scenarios.entries()) {
    const same = scenarios.findIndex(
      (other, at) => at < index && isDeepStrictEqual(meant(other), meant(scenario)),
    );
    if (same < 0) continue;
    const [one, other] = [points[same], points[index]].map((point) => showPoint(point ?? []));
    throw new UsageError(
      `--vary ${clip(one ?? '', 200)} and ${clip(other ?? '', 200)} make the same scenario of ${scenario.file}; vary what the scenario reads (\`tandem plan\` shows it), and nothing that an option sets`,
    );
  }
};
