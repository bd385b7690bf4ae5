/** A source of numbers in [0, 1), the same sequence for the same seed on every machine. */
export type Random = () => number;

/** 32-bit FNV-1a hash of a text; turns names and ids into seeds. */
const hashText = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
};

/** mulberry32 (Tommy Ettinger, public domain): small, fast, good enough for arrivals and work times; not for secrets. */
export const seededRandom = (...seeds: readonly (number | string)[]): Random => {
  let state = hashText(seeds.join('\u0000'));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** A standard normal deviate (Box–Muller transform). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
