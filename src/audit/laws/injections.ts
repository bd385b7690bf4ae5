import type { InjectedFault, Law, LawEvidence } from '../law.ts';

/** What is committed so shortly before the clearing may be finished after it. */
const edgeMs = 100;
/** Of the steps that a fault should have met so large a part at least. */
const leastPart = 0.5;
const deviations = 5;

/** Rows of steps that were received and committed while the fault was in force. */
const rowsIn = ({ entries, originMs, meaning: { stepOf } }: LawEvidence, fault: InjectedFault): number => {
  const [from, until] = [originMs + fault.from, originMs + fault.until - edgeMs];
  let rows = 0;
  for (const { service, instance, effect, receivedAt, at } of entries) {
    if (service !== fault.service || receivedAt < from || at > until) continue;
    if (fault.instance !== null && instance !== fault.instance) continue;
    // What cancelling and giving up, or undoing and forbidding, leave cannot be told apart.
    const step = stepOf.get(effect);
    if (step !== undefined && (fault.step === null || fault.step === step)) rows += 1;
  }
  return rows;
};

/** How many it must have met when so many steps came past it, by chance less. */
const leastMet = (rows: number, share: number): number =>
  leastPart * rows * share - deviations * Math.sqrt(rows * share * (1 - share));

export const injectionsLaw: Law = {
  law: 'no step bypasses an injected fault',
  statement: 'Every step that a service performs while a fault of it is in force goes through that fault.',
  tolerance: `half of what the fault’s probability expects, less ${deviations} standard deviations; not judged where the service died meanwhile`,
  judge: (evidence) => {
    const broken: string[] = [];
    let judged = 0;
    for (const fault of evidence.injected) {
      const rows = rowsIn(evidence, fault);
      judged += rows;
      if (fault.met >= leastMet(rows, fault.share)) continue;
      broken.push(
        `${fault.service} did ${rows} steps while \`${fault.type}\` was in force, and it affected ${fault.met}`,
      );
    }
    if (broken.length > 0) return { holds: false, detail: broken.join('; ') };
    return judged === 0
      ? { holds: null, detail: 'no step was done under a fault of its service' }
      : { holds: true, detail: `${judged} steps` };
  },
};
