import { basename, extname } from 'node:path';
import { UsageError } from '../shared/errors.ts';
import { limits } from '../shared/limits.ts';
import type { Workflow } from '../workflow/definition.ts';
import { readPolicies } from './contestant-policies.ts';
import { type KnownStyles, readContestants, rolesOf } from './contestants.ts';
import { readDocument, type ScenarioDocument } from './document.ts';
import { readExpressions } from './expressions.ts';
import type { FaultContext } from './fault-checks.ts';
import type { FaultKind } from './fault-kind.ts';
import { readFaults } from './fault-specs.ts';
import { assertFeasible } from './feasible.ts';
import { readLoad } from './load-spec.ts';
import { slicesRefusal, usualMeasure } from './measure.ts';
import { isModulePath } from './module-path.ts';
import { readParties } from './parties.ts';
import { type Problem, renderProblems } from './problem.ts';
import { readSource } from './read-source.ts';
import { scaled } from './scaled.ts';
import type { Measure, Scenario, ServiceSpec } from './scenario.ts';
import { readSections } from './sections.ts';
import { select } from './select.ts';
import { servicesOf, strangeServices } from './services.ts';
import type { TraceReader } from './trace.ts';
import { shippedWorkflow, usualWorkflow, workflowNamed } from './workflow-file.ts';

/** The styles and faults that a scenario may name. */
export interface Catalogue extends KnownStyles {
  readonly faults: ReadonlyMap<string, FaultKind>;
  /** How the trace of a load is read; without it, a scenario with one is refused. */
  readonly traceReader?: TraceReader;
}

export interface LoadOptions {
  /** Factor on the durations of load and faults; patience, work and policies keep theirs. */
  readonly scale?: number;
  /** Names of the contestants to run; all when empty. */
  readonly only?: readonly string[];
  /** Instead of the scenario's own. */
  readonly rounds?: number;
}

type WrittenGate = ReturnType<typeof readSections>['written']['gate'];

type Body = Omit<Scenario, 'name' | 'file' | 'source' | 'scale' | 'measure'>;

/** The workflow of a scenario; the usual one stands in for one that is not there, so that the rest is still checked. */
const workflowOf = (
  name: string,
  document: ScenarioDocument,
  file: string,
): { readonly workflow: Workflow; readonly problems: readonly Problem[] } => {
  const found = workflowNamed(name, file);
  return 'problem' in found
    ? { workflow: shippedWorkflow(usualWorkflow), problems: [document.at(['workflow'], found.problem)] }
    : { workflow: found, problems: [] };
};

/** How many instances of each service a fault may count on, and which services scale for some contestant. */
const instancesFor = (
  services: Scenario['services'],
  contestants: Scenario['contestants'],
): Pick<FaultContext, 'instances' | 'scaling'> => {
  const all: readonly Readonly<Record<string, Partial<ServiceSpec>>>[] = [
    services,
    ...contestants.map(({ own }) => own.services),
  ];
  const scaling = new Set(
    all.flatMap((specs) =>
      Object.entries(specs).flatMap(([name, { autoscale }]) => (autoscale ? [name] : [])),
    ),
  );
  const fewest = (name: string, usual: number): number =>
    Math.min(usual, ...all.flatMap((specs) => specs[name]?.instances ?? []));
  return {
    instances: Object.fromEntries(
      Object.entries(services).map(([name, { instances }]) => [
        name,
        scaling.has(name) ? fewest(name, instances) : instances,
      ]),
    ),
    scaling,
  };
};

const marginsOf = (written: WrittenGate): Pick<Scenario, 'margins'> => {
  if (written === undefined) return {};
  const { resolution, ...shares } = written;
  const named = { ...shares, resolutionMs: resolution };
  return { margins: Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) };
};

/** Reads everything that the shape alone cannot say, and finds all problems before it gives up. */
const readBody = (
  document: ScenarioDocument,
  file: string,
  catalogue: Catalogue,
): { readonly body: Body; readonly measure: Measure | undefined; readonly problems: readonly Problem[] } => {
  const { written, contestantNames, hasFaults, problems, ...sections } = readSections(document);
  const policies = readPolicies(document, catalogue, file);
  const broken = new Set(sections.broken);
  if (policies.misshapen.length > 0) broken.add('contestants');
  const { title, claim, why, group, rounds } = written;
  const { workflow, ...defining } = workflowOf(written.workflow, document, file);
  const services = servicesOf(written.services, workflow);
  // Without the workflow nobody knows which services there are.
  const isDefined = defining.problems.length === 0;
  const usedRoles = [...new Set([...catalogue.styles.values()].flatMap((style) => rolesOf(style, workflow)))];
  const { parties, ...asking } = readParties(written.parties, workflow, usedRoles, document);
  const { contestants, ...people } = readContestants(
    written.contestants,
    workflow,
    policies.overrides,
    catalogue,
    document,
    file,
  );
  const { load, measuredMs, ...driving } = readLoad(written.load, hasFaults, {
    document,
    file,
    reader: catalogue.traceReader ?? (() => ({ problem: 'nobody reads traces here' })),
  });
  const ownRates =
    load.trace === undefined ? [] : contestants.filter(({ own }) => own.perSecond !== undefined);
  const roles = [...usedRoles, ...parties.map(({ name }) => name)];
  const kinds = broken.has('contestants')
    ? null
    : contestants.map(({ style }) => catalogue.styles.get(style) ?? null);
  const { faults, ...injecting } = readFaults(written.faults, {
    document,
    file,
    moduleProblem: catalogue.moduleProblem ?? (() => null),
    measuredMs: broken.has('load') ? null : measuredMs,
    kinds: catalogue.faults,
    workflow,
    parties: parties.map(({ name }) => name),
    services: [...new Set([...Object.keys(workflow.services), ...roles])],
    ...instancesFor(services, contestants),
    styles: kinds,
  });
  const stages = [...new Set(load.stages.flatMap(({ name }) => name ?? []))];
  // What a broken load has for stages is not what its author means.
  const vocabulary = {
    contestants: contestantNames,
    hasFaults,
    ...(broken.has('load') ? {} : { stages }),
    ...(isDefined ? { services: [...new Set([...Object.keys(workflow.services), ...roles])] } : {}),
  };
  const hypotheses = readExpressions(
    'hypotheses',
    written.hypotheses,
    { ...vocabulary, baseline: false },
    document,
  );
  const budgets = readExpressions('budgets', written.budgets, { ...vocabulary, baseline: true }, document);
  return {
    measure: written.measure,
    body: {
      title,
      claim,
      why,
      group,
      contestants,
      rounds,
      load,
      workflow,
      parties,
      services,
      faults,
      unread: [
        ...contestants
          .filter(({ style }) => isModulePath(style) && !catalogue.styles.has(style))
          .map(({ style }) => ({ kind: 'style' as const, path: style })),
        ...injecting.unread.map((path) => ({ kind: 'fault' as const, path })),
      ],
      modules: [],
      hypotheses: hypotheses.expressions,
      budgets: budgets.expressions,
      ...marginsOf(written.gate),
    },
    problems: [
      ...problems,
      ...defining.problems,
      ...(isDefined ? strangeServices(written.services, workflow, ['services'], document) : []),
      ...(isDefined && !broken.has('parties') ? asking.problems : []),
      ...policies.misshapen,
      ...(broken.has('contestants') || !isDefined ? [] : [...people.problems, ...policies.unread]),
      ...(broken.has('load') ? [] : driving.problems),
      ...ownRates.map(({ name }) =>
        document.at(
          ['contestants', name, 'load', 'rate'],
          'the trace says when requests arrive; drop one of them',
        ),
      ),
      ...(isDefined ? injecting.problems : []),
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
  text: string,
  file: string,
  catalogue: Catalogue,
  options: LoadOptions = {},
): Scenario => {
  const source = text.replace(/^\ufeff/, '');
  const document = readDocument(source);
  if (document.problems.length > 0) throw new UsageError(renderProblems(document.problems, file, source));
  const { body, measure, problems } = readBody(document, file, catalogue);
  if (problems.length > 0) throw new UsageError(renderProblems(problems, file, source));
  const { scale = 1, only = [], rounds = body.rounds } = options;
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > limits.rounds)
    throw new UsageError(`rounds is ${rounds}; expected a whole number from 1 to ${limits.rounds}`);
  const { least, most } = limits.scale;
  if (!(scale >= least && scale <= most))
    throw new UsageError(`scale is ${scale}; expected a number from ${least} to ${most}`);
  const name = basename(file, extname(file));
  const plain = { name, file, source, scale, ...scaled(select(body, only), scale), rounds };
  const scenario = { ...plain, measure: measure ?? usualMeasure(plain) };
  const refusal = measure === 'slices' ? slicesRefusal(plain) : null;
  if (refusal !== null) {
    const problem = document.at(
      ['measure'],
      `it cannot be measured in slices: ${refusal}; drop the key, or say \`rounds\``,
    );
    throw new UsageError(renderProblems([problem], file, source));
  }
  assertFeasible(scenario, document);
  return scenario;
};

/** Reads a scenario file; see parseScenario. */
export const loadScenario = (file: string, catalogue: Catalogue, options: LoadOptions = {}): Scenario =>
  parseScenario(readSource(file), file, catalogue, options);
