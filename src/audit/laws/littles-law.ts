import { answers, type Tickets } from '../../load/ticket.ts';
import type { Law, LawEvidence } from '../law.ts';

/** Fewer looks than this say little of a mean. */
const leastLooks = 20;
const relativeTolerance = 0.1;
/** Standard errors of the mean of the looks. */
const errors = 6;

const isAccepted = answers.indexOf('accepted');

/** How long each request was open within the measured time, added up: at least and at most, ms. */
const openTime = (
  tickets: Tickets,
  durationMs: number,
  patienceMs: number,
  awaitsNotices: boolean,
): { readonly least: number; readonly most: number } => {
  const within = (from: number, to: number): number =>
    Math.max(0, Math.min(to, durationMs) - Math.max(from, 0));
  let least = 0;
  let most = 0;
  for (let index = 0; index < tickets.count; index += 1) {
    const sentAt = tickets.sentAt[index]!;
    if (Number.isNaN(sentAt)) continue;
    const answeredAt = tickets.answeredAt[index]!;
    const heardAt = tickets.completedAt[index]!;
    if (Number.isNaN(answeredAt)) {
      // When a request that failed was given up is not in the tickets; its patience bounds it.
      most += within(sentAt, Math.max(sentAt, tickets.dueAt[index]! + patienceMs));
      continue;
    }
    const awaited = awaitsNotices && tickets.answer[index] === isAccepted;
    const endAt = !awaited ? answeredAt : Number.isNaN(heardAt) ? durationMs : Math.max(answeredAt, heardAt);
    const time = within(sentAt, endAt);
    least += time;
    most += time;
  }
  return { least, most };
};

const meanAndError = (values: readonly number[]): readonly [mean: number, error: number] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return [mean, Math.sqrt(Math.max(variance, mean) / values.length)];
};

const looksIn = ({ samples, durationMs }: LawEvidence): readonly number[] =>
  samples.clientInFlight.filter((_, index) => samples.t[index]! >= 0 && samples.t[index]! <= durationMs);

const show = (value: number): string => String(Math.round(value * 10) / 10);

export const littlesLaw: Law = {
  law: 'Little’s law',
  statement:
    'The mean number of open requests, as sampled, is the rate of requests times their mean time in the system (Little 1961).',
  tolerance: `${relativeTolerance * 100}%, one request and ${errors} standard errors of the mean of the samples; not judged below ${leastLooks} samples`,
  judge: (evidence) => {
    const looks = looksIn(evidence);
    if (looks.length < leastLooks || evidence.durationMs <= 0)
      return { holds: null, detail: `not judged: ${looks.length} samples, needs ${leastLooks}` };
    const { least, most } = openTime(
      evidence.tickets,
      evidence.durationMs,
      evidence.patienceMs,
      evidence.awaitsNotices,
    );
    const [lower, upper] = [least / evidence.durationMs, most / evidence.durationMs];
    const [mean, error] = meanAndError(looks);
    const slack = (size: number): number => relativeTolerance * size + 1 + errors * error;
    const holds = mean >= lower - slack(lower) && mean <= upper + slack(upper);
    const expected = lower === upper ? show(lower) : `${show(lower)} to ${show(upper)}`;
    return { holds, detail: `${show(mean)} open by the samples, ${expected} by rate and time` };
  },
};
