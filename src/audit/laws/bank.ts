import type { Law } from '../law.ts';

export const bankLaw: Law = {
  law: 'the bank decides',
  statement:
    'A step that may decline does so exactly where the seed says it: no style turns customers away on its own, and none takes money from whom the bank refused.',
  tolerance: 'none',
  judge: ({ entries, meaning: { decides }, bank }) => {
    let turnedAway = 0;
    let taken = 0;
    const byEffect = new Map(
      decides.flatMap(({ step, yes, no }) => [
        [no, { step, isNo: true }],
        [yes, { step, isNo: false }],
      ]),
    );
    for (const { effect, requestId } of entries) {
      const decision = byEffect.get(effect);
      if (decision === undefined) continue;
      const saysNo = bank(requestId, decision.step);
      if (decision.isNo && !saysNo) turnedAway += 1;
      if (!decision.isNo && saysNo) taken += 1;
    }
    const parts = [
      ...(turnedAway > 0 ? [`${turnedAway} requests were declined that the seed accepts`] : []),
      ...(taken > 0 ? [`${taken} were accepted that the seed declines`] : []),
    ];
    return { holds: parts.length === 0, detail: parts.length === 0 ? 'every time' : parts.join('; ') };
  },
};
