// Who imports the types needs these names too, whatever `lib` and `types` are set to there.
/// <reference lib="esnext.disposable" preserve="true" />
/** What other programs may import: the shape of a result and the contract of a style. */
export type * from './result/figures.ts';
export type * from './result/generator.ts';
export type * from './result/observations.ts';
export type * from './result/outcomes.ts';
export type * from './result/round.ts';
export type * from './result/run.ts';
export type * from './result/scenario-record.ts';
export type { Policy, PolicyFragment, PolicyValues, SchemaOf, ValuesOf } from './styles/policy.ts';
export type { Served, ServiceContext, Style, Topology } from './styles/style.ts';
