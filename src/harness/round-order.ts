import { seededRandom } from '../shared/random.ts';

/**
 * The order of contestants in a round. Two swap places from round to round (A B, B A, A B …), so that a machine that
 * slowly gets faster or slower favours neither; more than two are shuffled by the seed (Fisher–Yates).
 */
export const contestantOrder = <T>(contestants: readonly T[], round: number, seed: number): readonly T[] => {
  if (contestants.length <= 2) return round % 2 === 1 ? contestants : contestants.toReversed();
  const random = seededRandom(seed, 'order', round);
  const order = [...contestants];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const pick = Math.floor(random() * (last + 1));
    [order[last], order[pick]] = [order[pick]!, order[last]!];
  }
  return order;
};
