/**
 * How much of anything a scenario may ask for. Far above every sensible scenario, and low enough that a slip of the pen is
 * refused at once instead of hanging, filling the memory, or running past what a timer can count (2^31 - 1 ms).
 */
export const limits = {
  fileBytes: 32_768,
  /** Maps and lists within one another. */
  depth: 16,
  /** Keys, values and entries of one file. */
  values: 10_000,
  /** Times that aliases may be used. */
  aliases: 100,
  textLength: 1_000,
  nameLength: 40,
  entries: 100,
  contestants: 8,
  traceBytes: 64 * 2 ** 20,
  /** Stages of a load, with all repetitions. */
  stages: 1_000,
  expressionLength: 500,
  expressionDepth: 20,
  /** Any one duration, and all stages of a load together. */
  durationMs: 24 * 3_600_000,
  /** What one request may carry. */
  payloadBytes: 1_048_576,
  workMs: 600_000,
  cpuWorkMs: 10_000,
  coldStartMs: 30_000,
  /** Between two decisions of an autoscaler: below the first there are too few samples to decide by. */
  leastDecisionMs: 500,
  decisionMs: 600_000,
  /** How far the p99 of simulated work may lie above its median: the tail of a wider lognormal outlasts any timer. */
  workSpread: 100,
  perSecond: 100_000,
  /** Requests of one round, warm-up included: the load process holds all of them in memory. */
  requestsPerRound: 5_000_000,
  /** Injections of all faults together. */
  injections: 1_000,
  rounds: 1_000,
  /** Rounds of all contestants together: a result with more could not be read again. */
  roundsTogether: 500,
  scale: { least: 0.001, most: 1_000 },
  /** Problems that one message tells of. */
  problems: 20,
  messageLength: 400,
} as const;
