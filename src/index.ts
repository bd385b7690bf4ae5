// Who imports the types needs these names too, whatever `lib` and `types` are set to there.
/// <reference lib="esnext.disposable" preserve="true" />
/// <reference types="node" preserve="true" />
/** What other programs may import: run scenarios, read and judge what is left of them, render reports. */
export { type Bench, type BenchOptions, openBench, type RunSettings } from './bench/bench.ts';
export { readScenario } from './bench/read-scenario.ts';
export { judge } from './evidence/assemble-result.ts';
export type { Judging, RoundEvidence, RunEvidence } from './evidence/evidence.ts';
export { type KeptEvidence, readKept } from './evidence/store.ts';
export type { RunListener } from './harness/progress.ts';
export { renderReport } from './reports/render-report.ts';
export type * from './result/figures.ts';
export type * from './result/generator.ts';
export type * from './result/observations.ts';
export type * from './result/outcomes.ts';
export type * from './result/round.ts';
export type * from './result/run.ts';
export type * from './result/scenario-record.ts';
export { readResult } from './runs/read-result.ts';
export type { Scenario } from './scenario/scenario.ts';
export { EnvironmentError, TandemError, UsageError } from './shared/errors.ts';
export type { Policy, PolicyFragment, PolicyValues, SchemaOf, ValuesOf } from './styles/policy.ts';
export type { Served, ServiceContext, Style, Topology } from './styles/style.ts';
