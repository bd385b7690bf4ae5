import type { z } from 'zod';
import type { Stage } from '../load/shapes/index.ts';
import { lengthOf } from '../shared/stages.ts';
import type { ScenarioDocument } from './document.ts';
import type { Problem } from './problem.ts';
import type { Load } from './scenario.ts';
import type { scenarioSchema } from './schema.ts';
import { readStages } from './stages.ts';
import { readTrace, type TraceReader } from './trace.ts';

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

/** A stage of the length and mean rate of a trace. */
const meanStage = (arrivals: number, forMs: number): Stage => ({
  perSecond: (arrivals * 1_000) / forMs,
  forMs,
});

const exclusive: readonly (readonly [keyof WrittenLoad, keyof WrittenLoad, string])[] = [
  ['rate', 'stages', 'stages have their own rates; drop `rate` or `stages`'],
  ['duration', 'stages', 'stages have their own durations; drop `duration` or `stages`'],
  [
    'rate',
    'saturate',
    'a closed loop has no rate: it sends as fast as answers come; drop `rate` or `saturate`',
  ],
  ['stages', 'saturate', 'a closed loop has no stages; drop `stages` or `saturate`'],
  ['rate', 'trace', 'a trace has its own arrivals; drop `rate` or `trace`'],
  ['stages', 'trace', 'a trace has its own arrivals; drop `stages` or `trace`'],
  ['saturate', 'trace', 'a closed loop has no arrivals; drop `saturate` or `trace`'],
];

const loadProblems = (
  written: WrittenLoad,
  hasFaults: boolean,
  document: ScenarioDocument,
): readonly Problem[] => {
  const problems = exclusive
    .filter(([one, other]) => written[one] !== undefined && written[other] !== undefined)
    .map(([one, , message]) => document.atKey(['load', one], message));
  const { rate, stages, saturate, trace } = written;
  if ([rate, stages, saturate, trace].every((one) => one === undefined)) {
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
  source: { readonly document: ScenarioDocument; readonly file: string; readonly reader: TraceReader },
): { readonly load: Load; readonly measuredMs: number; readonly problems: readonly Problem[] } => {
  const { document } = source;
  const trace = written.trace === undefined ? null : readTrace(written.trace, written.duration, source);
  const isRead = trace !== null && 'trace' in trace;
  const { stages, problems } = isRead
    ? { stages: [meanStage(trace.trace.dueAt.length, trace.lengthMs)], problems: [] }
    : stagesOf(written, document);
  const {
    arrivals,
    warmUp,
    drain,
    patience,
    declined,
    maxSendLag,
    maxOthers,
    saturate,
    client,
    sequence,
    payload,
  } = written;
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
      ...(isRead ? { trace: trace.trace } : {}),
      ...(client === undefined ? {} : { client }),
      ...(sequence === undefined ? {} : { sequence }),
      // A payload of no bytes is none.
      ...(payload === undefined || payload.p99Bytes === 0 ? {} : { payload }),
    },
    measuredMs: lengthOf(stages),
    problems: [
      ...problems,
      ...(trace === null || isRead ? [] : [trace]),
      ...loadProblems(written, hasFaults, document),
    ],
  };
};
