/** A look at a comparison that goes on until it is decided or its time is over. */
export interface Look {
  /** Of the time that there is, at this look and at the one before; 0 before the first. */
  readonly fraction: number;
  readonly before: number;
  /** No other one comes after it. */
  readonly isLast: boolean;
}

/** A look with the round of all contestants that it came after. */
export interface RoundLook extends Look {
  readonly round: number;
}

/** What all looks but the last may use of the error probability. */
const early = 0.3;

/**
 * Share of the error probability that a look may use: those of all looks add up to 1 at most, so that looking often costs no false alarm (alpha
 * spending, Lan and DeMets 1983, with a power of the time as in Kim and DeMets 1987; the shares are simply added up, which holds whatever the
 * dependence between looks). Most of it is kept for the last one, which has all the data.
 */
export const shareOfLook = ({ fraction, before, isLast }: Look): number => {
  const spent = (at: number): number => early * Math.min(1, Math.max(0, at)) ** 3;
  return isLast ? 1 - spent(before) : Math.max(0, spent(fraction) - spent(before));
};
