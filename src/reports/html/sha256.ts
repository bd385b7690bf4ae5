/** The first 32 bits of the fractional parts of the square (2) or cube (3) roots of the first primes, FIPS 180-4. */
const rootBits = (count: number, root: 2 | 3): Uint32Array => {
  const bits = new Uint32Array(count);
  for (let found = 0, candidate = 2; found < count; candidate += 1) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) {
      if (candidate % divisor === 0) prime = false;
    }
    if (!prime) continue;
    const value = root === 2 ? Math.sqrt(candidate) : Math.cbrt(candidate);
    bits[found] = Math.floor((value - Math.floor(value)) * 2 ** 32);
    found += 1;
  }
  return bits;
};

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The message with its padding and its length in bits. */
const padded = (text: string): DataView => {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  for (const [index, byte] of bytes.entries()) view.setUint8(index, byte);
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(view.byteLength - 8, BigInt(bytes.length) * 8n);
  return view;
};

const schedule = (message: DataView, offset: number): Uint32Array => {
  const words = new Uint32Array(64);
  for (let at = 0; at < 16; at += 1) words[at] = message.getUint32(offset + at * 4);
  for (let at = 16; at < 64; at += 1) {
    const [before, last] = [words[at - 15]!, words[at - 2]!];
    const low = rotated(before, 7) ^ rotated(before, 18) ^ (before >>> 3);
    const high = rotated(last, 17) ^ rotated(last, 19) ^ (last >>> 10);
    words[at] = words[at - 16]! + low + words[at - 7]! + high;
  }
  return words;
};

const compress = (state: Uint32Array, words: Uint32Array, constants: Uint32Array): void => {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at += 1) {
    const sumE = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const chosen = (e & f) ^ (~e & g);
    const first = (h + sumE + chosen + constants[at]! + words[at]!) | 0;
    const sumA = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + sumA + majority) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = state[index]! + word;
  });
};

/** SHA-256 of a text, base64, as a content security policy names a script. Here because a report may not use `node:crypto`. */
export const sha256Base64 = (text: string): string => {
  const message = padded(text);
  const state = rootBits(8, 2);
  const constants = rootBits(64, 3);
  for (let offset = 0; offset < message.byteLength; offset += 64) {
    compress(state, schedule(message, offset), constants);
  }
  const digest = [...state].flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff));
  return btoa(String.fromCharCode(...digest));
};
