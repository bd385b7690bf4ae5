import type { z } from 'zod';
import type { Stage } from '../load/shapes/index.ts';
import { lengthOf } from '../shared/stages.ts';
import type { ScenarioDocument } from './document.ts';
import type { Problem } from './problem.ts';
import type { Load } from './scenario.ts';
import type { scenarioSchema } from './schema.ts';
import { readStages } from './stages.ts';

type WrittenLoad = z.output<ReturnType<typeof scenarioSchema>>['load'];

const defaultDurationMs = 20_000;

const stagesOf = (
  { rate, stages, duration = defaultDurationMs }: WrittenLoad,
  document: ScenarioDocument,
): { readonly stages: readonly Stage[]; readonly problems: readonly Problem[] } => {
  if (stages !== undefined) return readStages(stages, ['load', 'stages'], document);
  // A closed loop has no rate; its stage only says how long it lasts.
  return { stages: [{ perSecond: rate ?? 0, forMs: duration }], problems: [] };
};

const exclusive: readonly (readonly [keyof WrittenLoad, keyof WrittenLoad, string])[] = [
  ['rate', 'stages', 'stages have their own rates; drop `rate` or `stages`'],
  ['duration', 'stages', 'stages have their own durations; drop `duration` or `stages`'],
  [
    'rate',
    'saturate',
    'a closed loop has no rate: it sends as fast as answers come; drop `rate` or `saturate`',
  ],
  ['stages', 'saturate', 'a closed loop has no stages; drop `stages` or `saturate`'],
];

const loadProblems = (
  written: WrittenLoad,
  hasFaults: boolean,
  document: ScenarioDocument,
): readonly Problem[] => {
  const problems = exclusive
    .filter(([one, other]) => written[one] !== undefined && written[other] !== undefined)
    .map(([one, , message]) => document.atKey(['load', one], message));
  if (written.rate === undefined && written.stages === undefined && written.saturate === undefined) {
    problems.push(document.at(['load'], 'missing key `rate`; expected a rate such as 100/s, or stages'));
  }
  if (written.client !== undefined && written.saturate !== undefined) {
    const message = 'the closed loop sends every request once; drop `client` or `saturate`';
    problems.push(document.atKey(['load', 'client'], message));
  }
  if (written.sequence !== undefined && written.saturate !== undefined) {
    const message = 'in the closed loop nobody knows which request comes next; drop `sequence` or `saturate`';
    problems.push(document.atKey(['load', 'sequence'], message));
  }
  if (written.saturate !== undefined && hasFaults) {
    const reason = 'the closed loop (autocannon) loses count of its requests when connections are reset';
    problems.push(
      document.atKey(
        ['load', 'saturate'],
        `saturation needs healthy services: ${reason}; drop \`saturate\` or \`faults\``,
      ),
    );
  }
  return problems;
};

/** Reads the `load`: times before scaling. */
export const readLoad = (
  written: WrittenLoad,
  hasFaults: boolean,
  document: ScenarioDocument,
): { readonly load: Load; readonly measuredMs: number; readonly problems: readonly Problem[] } => {
  const { stages, problems } = stagesOf(written, document);
  const { arrivals, warmUp, drain, patience, declined, maxSendLag, maxOthers, saturate, client, sequence } =
    written;
  return {
    load: {
      arrivals,
      stages,
      declined,
      maxSendLagMs: maxSendLag,
      maxOthers,
      warmUpMs: warmUp,
      drainMs: drain,
      patienceMs: patience,
      saturate: saturate ?? null,
      ...(client === undefined ? {} : { client }),
      ...(sequence === undefined ? {} : { sequence }),
    },
    measuredMs: lengthOf(stages),
    problems: [...problems, ...loadProblems(written, hasFaults, document)],
  };
};
