// The outcome of a run of the torture at full size, as it is kept.

export const recordFile = 'results/published/torture.json';

/** What one part came to, in a line. */
export const partLine = ({ name, tried, survived, leftBehind, detail }) =>
  `${name}: tried ${tried}, survived ${survived}, left behind ${leftBehind} (${detail})`;
