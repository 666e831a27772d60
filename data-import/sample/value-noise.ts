import type { RandomSource } from '../../server/stats/random.ts';

const LATTICE = 64;

/**
 * Smooth noise in [-1, 1] over the plane: random values on a 64 by 64 lattice that repeats, joined by smoothstep.
 *
 * @param wavelengthM distance between lattice values, metres
 */
export function valueNoise(random: RandomSource, wavelengthM: number): (x: number, y: number) => number {
  const values = Float64Array.from({ length: LATTICE * LATTICE }, () => random() * 2 - 1);
  const at = (column: number, row: number): number =>
    values[(row & (LATTICE - 1)) * LATTICE + (column & (LATTICE - 1))];
  return (x, y) => {
    const column = Math.floor(x / wavelengthM);
    const row = Math.floor(y / wavelengthM);
    const u = smoothstep(x / wavelengthM - column);
    const v = smoothstep(y / wavelengthM - row);
    const lower = at(column, row) * (1 - u) + at(column + 1, row) * u;
    const upper = at(column, row + 1) * (1 - u) + at(column + 1, row + 1) * u;
    return lower * (1 - v) + upper * v;
  };
}

function smoothstep(t: number): number {
  return t * t * (3 - 2 * t);
}
