import type { LawResult } from '../result/observations.ts';
import type { Law, LawEvidence } from './law.ts';
import { arrivalsLaw } from './laws/arrivals.ts';
import { bankLaw } from './laws/bank.ts';
import { countersLaw } from './laws/counters.ts';
import { drawsLaw } from './laws/draws.ts';
import { knownLaw, orderLaw, placeLaw } from './laws/effects.ts';
import { injectionsLaw } from './laws/injections.ts';
import { littlesLaw } from './laws/littles-law.ts';
import { payloadLaw } from './laws/payload.ts';
import { slotsLaw } from './laws/slots.ts';
import { stampsLaw } from './laws/stamps.ts';
import { partitionLaw, ratesLaw, windowsLaw } from './laws/sums.ts';
import { workLaw } from './laws/work.ts';

export const laws: readonly Law[] = [
  partitionLaw,
  windowsLaw,
  ratesLaw,
  littlesLaw,
  workLaw,
  drawsLaw,
  bankLaw,
  injectionsLaw,
  slotsLaw,
  payloadLaw,
  placeLaw,
  orderLaw,
  knownLaw,
  stampsLaw,
  countersLaw,
  arrivalsLaw,
];

/** Holds a round to every law. Nothing is judged by ledgers that could not be read. */
export const judgeLaws = (evidence: LawEvidence): readonly LawResult[] =>
  laws.map(({ law, judge }) =>
    evidence.audit.withoutClass > 0
      ? { law, holds: null, detail: 'not judged: ledgers or queues could not be read' }
      : { law, ...judge(evidence) },
  );
