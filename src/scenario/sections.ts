import { z } from 'zod';
import { keysOf } from '../shared/names.ts';
import type { ScenarioDocument } from './document.ts';
import { problemsOf } from './issues.ts';
import { partiesSchema } from './parties.ts';
import type { Problem } from './problem.ts';
import { scenarioSchema } from './schema.ts';

/** Faults and stages are read by their own schemas, one per kind, and policies by those of the style. */
const schema = scenarioSchema(z.unknown(), z.unknown(), z.unknown(), partiesSchema);
export type Written = z.output<typeof schema>;
export type Section = keyof Written;

const sectionNames = keysOf(schema.shape);

/** Stands in for sections that could not be read, so that the others are still checked. */
const standIn = schema.parse({ title: '-', claim: '-', load: { rate: '1/s' } });

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Top-level keys that begin with `x-` belong to the user: a place for anchors that the rest of the file shares. */
const withoutExtensions = (value: unknown): unknown =>
  isMap(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('x-'))) : value;

export interface Sections {
  readonly written: Written;
  /** Sections whose shape is wrong; `written` has a stand-in for them. */
  readonly broken: ReadonlySet<Section>;
  /** Names of the contestants, even where one of them is broken. */
  readonly contestantNames: readonly string[];
  readonly hasFaults: boolean;
  readonly problems: readonly Problem[];
}

/** Reads the shape of a scenario section by section: a mistake in one must not hide those in another. */
export const readSections = (document: ScenarioDocument): Sections => {
  const value = withoutExtensions(document.value);
  const parsed = schema.safeParse(value);
  const raw = isMap(value) ? value : {};
  const broken = new Set<Section>();
  const good: Partial<Record<Section, unknown>> = {};
  for (const name of sectionNames) {
    const section = schema.shape[name].safeParse(raw[name]);
    if (section.success) good[name] = section.data;
    else broken.add(name);
  }
  // Each section is what its own schema made of it, or the stand-in.
  const written = { ...standIn, ...good } as Written;
  const { contestants, faults } = raw;
  return {
    written,
    broken,
    contestantNames: Object.keys(isMap(contestants) ? contestants : written.contestants),
    hasFaults: Array.isArray(faults) && faults.length > 0,
    problems: parsed.success ? [] : problemsOf(parsed.error, schema, document),
  };
};
