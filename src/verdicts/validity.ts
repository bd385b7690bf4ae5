import type { GeneratorFigures, MachineFigures } from '../result/generator.ts';
import type { FaultRecord, LawResult, ScalingRecord } from '../result/observations.ts';
import type { RoundResult } from '../result/round.ts';
import type { BlockedTime } from './blocked.ts';
import { machineReasons } from './machine.ts';

export interface ValidityInput {
  readonly ended: NonNullable<RoundResult['ended']>;
  /** Times in which the broker took no messages. */
  readonly blocked: readonly BlockedTime[];
  /** Why the client could not listen to live updates. */
  readonly deafBecause: readonly string[];
  readonly generator: Pick<
    GeneratorFigures,
    'intended' | 'sent' | 'achieved' | 'sendLag' | 'eventLoopDelay' | 'cpuShare'
  >;
  /** null where nobody looked. */
  readonly machine: MachineFigures | null;
  /** `load.maxOthers`. */
  readonly mostOthers: number;
  readonly faults: readonly FaultRecord[];
  /** What autoscalers did; none where no service scales. */
  readonly scaling?: readonly ScalingRecord[];
  /** A closed loop sends when it can; then neither a rate nor a lag was promised. */
  readonly plannedSaturation: boolean;
  /** `load.maxSendLag`, ms. */
  readonly maxSendLagMs: number;
  /** From the audit. */
  readonly withoutClass: number;
  readonly problems: readonly string[];
  readonly laws: readonly LawResult[];
  /** Of a contestant that took turns with others: requests that were not over when the next turn began, and all of them. */
  readonly spilled?: { readonly requests: number; readonly of: number };
}

/** So few requests in the time of another contestant are in nobody's way. */
const mostSpilled = 0.01;

const leastAchieved = 0.99;
/** A generator this busy is its own bottleneck. */
const busyCpuShare = 0.9;

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** Why a generator could not keep up, as far as its own figures tell. */
const cause = ({ cpuShare, eventLoopDelay }: ValidityInput['generator']): string => {
  if (cpuShare >= busyCpuShare) {
    return `the load process used ${percent(cpuShare)} of a core: lower load.rate, or run on a faster machine`;
  }
  if (eventLoopDelay.p99 > 10) {
    return `its event loop was held up (p99 ${ms(eventLoopDelay.p99)}), as on a machine with too few free cores: lower load.rate, or stop what else runs`;
  }
  return 'the machine did not give it the time: lower load.rate, or stop what else runs';
};

const generatorReasons = ({ generator, maxSendLagMs }: ValidityInput): string[] => {
  const reasons: string[] = [];
  if (!(generator.achieved >= leastAchieved)) {
    reasons.push(
      `The generator sent ${generator.sent} of ${generator.intended} intended requests (${percent(generator.achieved)}, needs 99%); ${cause(generator)}.`,
    );
  }
  // Nothing sent has no lag, and is no proof of being on time either.
  if (!(generator.sendLag.p99 <= maxSendLagMs)) {
    reasons.push(
      `The generator sent late: send lag p99 ${ms(generator.sendLag.p99)} is above ${ms(maxSendLagMs)} (load.maxSendLag); ${cause(generator)}.`,
    );
  }
  return reasons;
};

const faultReasons = (faults: readonly FaultRecord[]): string[] =>
  faults.flatMap(({ type, target, struckAt, bites, applies, error }) => {
    if (!applies) return [];
    if (error !== undefined) return [`The fault ${type} on ${target} ${error}.`];
    if (struckAt === null) {
      return [
        `The fault ${type} on ${target} was never injected; check that its "at" lies within the load's duration.`,
      ];
    }
    if (bites > 0) return [];
    return [
      `The fault ${type} on ${target} was injected but affected nothing; make it longer or likelier, or aim it at a part that has work.`,
    ];
  });

const scalingReasons = (scaling: readonly ScalingRecord[]): string[] =>
  scaling.flatMap(({ service, at, from, to, error }) =>
    error === undefined
      ? []
      : [
          `The autoscaler could not bring ${service} from ${from} to ${to} at ${(at / 1_000).toFixed(1)} s: ${error}.`,
        ],
  );

const auditReasons = ({ withoutClass, problems }: ValidityInput): string[] => {
  const reasons = problems.map((problem) => `The audit is not sure: ${problem}; repeat the round.`);
  if (withoutClass === 0) return reasons;
  return [
    ...reasons,
    `${withoutClass} requests have no outcome class, because what became of them could not be read; mend the cause above and repeat the round.`,
  ];
};

const lawReasons = (laws: readonly LawResult[]): string[] =>
  laws
    .filter(({ holds }) => holds === false)
    .map(
      ({ law, detail }) =>
        `The law "${law}" is broken: ${detail}; the style or the measurement is wrong (docs/trust.md).`,
    );

const spillReasons = ({ spilled }: ValidityInput): readonly string[] =>
  spilled === undefined || spilled.requests <= mostSpilled * spilled.of
    ? []
    : [
        `${spilled.requests} of ${spilled.of} requests were not over when the slice of another contestant began, so that both were in one another’s way; say \`measure: rounds\`, or lower load.rate.`,
      ];

const reasonsOfALivingRound = (input: ValidityInput): readonly string[] => [
  ...(input.plannedSaturation ? [] : generatorReasons(input)),
  ...(input.machine === null ? [] : machineReasons(input.machine, input.mostOthers)),
  ...input.deafBecause.map(
    (why) =>
      `The client could not hear how its requests ended, so that each would look lost: ${why}; a style with liveUpdates serves GET /updates as text/event-stream.`,
  ),
  ...faultReasons(input.faults),
  ...spillReasons(input),
  ...scalingReasons(input.scaling ?? []),
  ...auditReasons(input),
  ...lawReasons(input.laws),
];

const endReasons = (ended: ValidityInput['ended']): string[] =>
  ended.map(({ process, pid, signal, code, atMs, lastLines }) => {
    const how = signal === null ? `with exit code ${code ?? 'unknown'}` : `by ${signal}`;
    const last = lastLines.slice(-3).join(' | ');
    const cause =
      signal === 'SIGKILL'
        ? '; nobody here killed it: look for the system’s out-of-memory killer (dmesg)'
        : '';
    return `${process} (pid ${pid}) ended by itself ${how} at ${(atMs / 1_000).toFixed(1)} s${cause}${last === '' ? '' : `; its log ends with: ${last}; the logs are kept in logs/ beside the result`}.`;
  });

const blockedReasons = (blocked: readonly BlockedTime[]): string[] =>
  blocked.map(({ reason, fromMs, forMs, lasts }) => {
    const when = `from ${(fromMs / 1_000).toFixed(1)} s of the load on, ${(forMs / 1_000).toFixed(1)} s in all`;
    const still = lasts ? ' and still at the end' : '';
    return `The broker blocked publishers: ${reason} (${when}${still}); what came too late for that tells nothing of a contestant: end the alarm (tandem doctor says how) and run again.`;
  });

/**
 * Why a round must not be used, one sentence each with cause and remedy; none when it is valid. Where a part died or the broker
 * took no messages, that is the only reason, for all others would follow from it.
 */
export const judgeValidity = (input: ValidityInput): readonly string[] => {
  const causes = [...endReasons(input.ended), ...blockedReasons(input.blocked)];
  return causes.length > 0 ? causes : reasonsOfALivingRound(input);
};
