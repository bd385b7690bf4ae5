import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { messageOf, UsageError } from '../shared/errors.ts';
import { serviceNames } from '../workflow/order.ts';
import { readContestants, type StyleKind } from './contestants.ts';
import { readDocument, type ScenarioDocument } from './document.ts';
import { readExpressions } from './expressions.ts';
import { type FaultKind, readFaults } from './fault-specs.ts';
import { readLoad } from './load-spec.ts';
import { narrowed } from './narrowed.ts';
import { type Problem, renderProblems } from './problem.ts';
import { scaled } from './scaled.ts';
import type { Scenario } from './scenario.ts';
import { readSections } from './sections.ts';

/** The styles and faults that a scenario may name. */
export interface Catalogue {
  readonly styles: ReadonlyMap<string, StyleKind>;
  readonly faults: ReadonlyMap<string, FaultKind>;
}

export interface LoadOptions {
  /** Factor on the durations of load and faults; patience, work and policies keep theirs. */
  readonly scale?: number;
  /** Names of the contestants to run; all when empty. */
  readonly only?: readonly string[];
  /** Instead of the scenario's own. */
  readonly rounds?: number;
}

type Body = Omit<Scenario, 'name' | 'file' | 'source' | 'scale'>;

/** Reads everything that the shape alone cannot say, and finds all problems before it gives up. */
const readBody = (
  document: ScenarioDocument,
  file: string,
  catalogue: Catalogue,
): { readonly body: Body; readonly problems: readonly Problem[] } => {
  const { written, broken, contestantNames, hasFaults, problems } = readSections(document);
  const { title, claim, why, group, rounds, services } = written;
  const { contestants, ...people } = readContestants(written.contestants, catalogue.styles, document, file);
  const { load, measuredMs, ...driving } = readLoad(written.load, hasFaults, document);
  const roles = [...catalogue.styles.values()].flatMap((style) => style.services ?? []);
  const { faults, ...striking } = readFaults(written.faults, {
    document,
    measuredMs: broken.has('load') ? null : measuredMs,
    kinds: catalogue.faults,
    services: [...new Set([...serviceNames, ...roles])],
    instances: Object.fromEntries(serviceNames.map((name) => [name, services[name].instances])),
  });
  const vocabulary = { contestants: contestantNames, hasFaults };
  const hypotheses = readExpressions(
    'hypotheses',
    written.hypotheses,
    { ...vocabulary, baseline: false },
    document,
  );
  const budgets = readExpressions('budgets', written.budgets, { ...vocabulary, baseline: true }, document);
  return {
    body: {
      title,
      claim,
      why,
      group,
      contestants,
      rounds,
      load,
      services,
      faults,
      hypotheses: hypotheses.expressions,
      budgets: budgets.expressions,
    },
    problems: [
      ...problems,
      ...(broken.has('contestants') ? [] : people.problems),
      ...(broken.has('load') ? [] : driving.problems),
      ...striking.problems,
      ...hypotheses.problems,
      ...budgets.problems,
    ],
  };
};

/**
 * Reads a scenario text; `file` names it in errors and is the base of relative style paths. Throws one UsageError with
 * every problem found, each as `file:line:column`, the line and a caret.
 */
export const parseScenario = (
  source: string,
  file: string,
  catalogue: Catalogue,
  options: LoadOptions = {},
): Scenario => {
  const document = readDocument(source);
  if (document.problems.length > 0) throw new UsageError(renderProblems(document.problems, file, source));
  const { body, problems } = readBody(document, file, catalogue);
  if (problems.length > 0) throw new UsageError(renderProblems(problems, file, source));
  const { scale = 1, only = [], rounds = body.rounds } = options;
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new UsageError(`rounds is ${rounds}; expected a whole number from 1`);
  if (!Number.isFinite(scale) || scale <= 0)
    throw new UsageError(`scale is ${scale}; expected a number above 0`);
  const name = basename(file, extname(file));
  return { name, file, source, scale, ...scaled(narrowed(body, only), scale), rounds };
};

/** Reads a scenario file; see parseScenario. */
export const loadScenario = (file: string, catalogue: Catalogue, options: LoadOptions = {}): Scenario => {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${file}: cannot be read (${messageOf(error)}); \`tandem list\` shows the scenarios there are`,
    );
  }
  return parseScenario(source, file, catalogue, options);
};
