/** A source of uniform doubles in [0, 1). Every simulation takes one: results must reproduce from their seed. */
export type RandomSource = () => number;

/**
 * Seeded generator sfc32 (Doty-Humphrey, PractRand 2010), seeded through splitmix32.
 * Period about 2^128; passes PractRand to 32 TB. 53-bit doubles are built from two draws.
 *
 * @param seed any finite number; its lower 32 bits are used
 */
export function seededRandom(seed: number): RandomSource {
  let mix = seed >>> 0;
  const nextSeed = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let t = mix ^ (mix >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  };
  let a = nextSeed();
  let b = nextSeed();
  let c = nextSeed();
  let counter = 1;
  const next32 = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next32();
  return () => (next32() * 0x200000 + (next32() >>> 11)) / 0x20000000000000;
}

/** A uniform integer in [0, n). */
export function randomInteger(random: RandomSource, n: number): number {
  return Math.floor(random() * n);
}

/** Fisher-Yates shuffle in place. */
export function shuffle<T extends { length: number; [i: number]: number }>(
  values: T,
  random: RandomSource,
): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = randomInteger(random, i + 1);
    const held = values[i];
    values[i] = values[j];
    values[j] = held;
  }
  return values;
}
