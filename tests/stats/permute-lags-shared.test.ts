import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permuteLags } from '../../server/stats/permute-lags.ts';
import { permuteLagsShared } from '../../server/stats/permute-lags-shared.ts';
import { randomInteger, seededRandom } from '../../server/stats/random.ts';
import { type Weights, weightsFromLists } from '../../server/stats/weights/weights.ts';

/** Queen neighbours on a rectangle. */
function lattice(width: number, height: number): Weights {
  return weightsFromLists(
    Array.from({ length: width * height }, (_, i) => {
      const list: number[] = [];
      for (let dr = -1; dr <= 1; dr++)
        for (let dc = -1; dc <= 1; dc++) {
          const [r, c] = [Math.floor(i / width) + dr, (i % width) + dc];
          if ((dr !== 0 || dc !== 0) && r >= 0 && c >= 0 && r < height && c < width) list.push(r * width + c);
        }
      return list;
    }),
    false,
  );
}

/** The definition, without any running sums: every draw is laid on the other units anew. */
function bruteForce(
  values: number[],
  { n, offsets, neighbours }: Weights,
  permutations: number,
  seed: number,
) {
  const random = seededRandom(seed);
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, offsets[i + 1] - offsets[i]);
  const pool = Array.from({ length: n - 1 }, (_, i) => i);
  const draws = Array.from({ length: permutations }, () =>
    Array.from({ length: most }, (_, t) => {
      const j = t + randomInteger(random, n - 1 - t);
      [pool[t], pool[j]] = [pool[j], pool[t]];
      return pool[t];
    }),
  );
  return values.map((_, i) => {
    const k = offsets[i + 1] - offsets[i];
    if (k === 0) return Number.NaN;
    const others = values.filter((_value, u) => u !== i);
    const observed = [...neighbours.slice(offsets[i], offsets[i + 1])].reduce((sum, j) => sum + values[j], 0);
    const sums = draws.map((draw) => draw.slice(0, k).reduce((sum, place) => sum + others[place], 0));
    const high = sums.filter((sum) => sum >= observed).length;
    const low = sums.filter((sum) => sum <= observed).length;
    return Math.min(1, (2 * (Math.min(high, low) + 1)) / (permutations + 1));
  });
}

describe('permutation with draws shared by all units', () => {
  it('gives what laying every draw on the other units anew gives, to the last digit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20, maxLength: 20 }),
        fc.integer({ min: 1, max: 1000 }),
        (values, seed) => {
          const weights = lattice(5, 4);
          const quick = permuteLagsShared(values, weights, { permutations: 49, random: seededRandom(seed) });
          expect([...quick]).toEqual(bruteForce(values, weights, 49, seed));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('agrees with draws of its own for each unit to within what chance allows', () => {
    const random = seededRandom(5);
    const weights = lattice(20, 20);
    const values = Array.from({ length: 400 }, () => randomInteger(random, 12) ** 2);
    const permutations = 9_999;
    const shared = permuteLagsShared(values, weights, { permutations, random: seededRandom(1) });
    const own = permuteLags(values, weights, { permutations, random: seededRandom(2) }).pValue;
    for (let i = 0; i < 400; i++) {
      const p = (shared[i] + own[i]) / 2;
      // Two-sided p of R draws: twice a share with this standard error; two of them differ by sqrt(2) as much. 5 of those.
      const standardError = 2 * Math.sqrt(((p / 2) * (1 - p / 2)) / permutations);
      expect(Math.abs(shared[i] - own[i])).toBeLessThan(5 * Math.SQRT2 * standardError + 2 / permutations);
    }
  });

  it('calls about as many units significant by chance as it should where there is no pattern', () => {
    const random = seededRandom(11);
    const weights = lattice(12, 12);
    let below = 0;
    const maps = 60;
    for (let map = 0; map < maps; map++) {
      const values = Array.from({ length: 144 }, () => random());
      const p = permuteLagsShared(values, weights, { permutations: 199, random });
      below += p.filter((value) => value <= 0.05).length;
    }
    const share = below / (maps * 144);
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.07);
  });

  it('has no p for a unit without neighbours, and refuses weights that differ within a row', () => {
    const alone = weightsFromLists([[1], [0], []], false);
    const p = permuteLagsShared([1, 2, 3], alone, { permutations: 9, random: seededRandom(1) });
    expect(p[2]).toBeNaN();
    expect(p[0]).toBeGreaterThan(0);
    const uneven = { ...weightsFromLists([[1, 2], [0], [0]], false), values: Float64Array.of(1, 2, 1, 1) };
    expect(() => permuteLagsShared([1, 2, 3], uneven, { permutations: 9, random: seededRandom(1) })).toThrow(
      /equal within a row/,
    );
  });
});
