import type { Law } from '../law.ts';

export const bankLaw: Law = {
  law: 'the bank decides',
  statement:
    'A payment is declined exactly where the bank, drawn from the seed, declines it: no style turns customers away on its own, and none charges whom the bank refused.',
  tolerance: 'none',
  judge: ({ entries, bankDeclines }) => {
    let turnedAway = 0;
    let charged = 0;
    for (const { effect, requestId } of entries) {
      if (effect === 'declined' && !bankDeclines(requestId)) turnedAway += 1;
      if (effect === 'charged' && bankDeclines(requestId)) charged += 1;
    }
    const parts = [
      ...(turnedAway > 0 ? [`${turnedAway} payments were declined that the bank accepts`] : []),
      ...(charged > 0 ? [`${charged} were charged that the bank declines`] : []),
    ];
    return { holds: parts.length === 0, detail: parts.length === 0 ? 'every time' : parts.join('; ') };
  },
};
