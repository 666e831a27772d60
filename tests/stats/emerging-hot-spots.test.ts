import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustPValues } from '../../server/stats/adjust-p-values.ts';
import { twoSidedNormalP } from '../../server/stats/distributions/normal.ts';
import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import {
  EMERGING_CLASSES,
  emergingClass,
  secondaryEmergingClass,
} from '../../server/stats/emerging-class.ts';
import { EMERGING_DEFINITION_VERSION, emergingHotSpots } from '../../server/stats/emerging-hot-spots.ts';
import { localG } from '../../server/stats/local-g.ts';
import { mannKendall } from '../../server/stats/mann-kendall.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { type CubeWindow, cubeLocalG, spaceTimeCube } from '../../server/stats/space-time-cube.ts';
import { type Weights, weightsFromLists } from '../../server/stats/weights/weights.ts';
import { computed } from './computed.ts';
import {
  haveOracles,
  largestDifference,
  needsOracles,
  readOracleJson,
  readReference,
} from './oracle-data.ts';

const { cube: reference } = readReference<{
  cube: {
    side: number;
    days: number[];
    counts: number[];
    z: number[];
    adjustedP: number[];
    trendP: number[];
  };
}>('rates-and-time.json');

/** Queen neighbours on a square of cells, without self. */
function queen(side: number): Weights {
  const lists = Array.from({ length: side * side }, (_, i) => {
    const near: number[] = [];
    for (let j = 0; j < side * side; j++) {
      const dx = Math.abs((j % side) - (i % side));
      const dy = Math.abs(Math.floor(j / side) - Math.floor(i / side));
      if (j !== i && dx <= 1 && dy <= 1) near.push(j);
    }
    return near;
  });
  return weightsFromLists(lists, false);
}

/** Gi* of one bin from its definition: loops over every bin and asks whether it is a neighbour. */
function bruteForceZ(
  rates: number[],
  side: number,
  bin: number,
  neighbourSteps: number,
  window: CubeWindow,
): number {
  const cells = side * side;
  const step = (b: number) => Math.floor(b / cells);
  const reach = window === 'individual-step' ? 0 : neighbourSteps;
  const inWindow = (b: number) =>
    window === 'entire-cube' || (step(b) <= step(bin) && step(b) >= step(bin) - reach);
  const isNeighbour = (b: number) => {
    const dx = Math.abs((b % side) - (bin % side));
    const dy = Math.abs(Math.floor((b % cells) / side) - Math.floor((bin % cells) / side));
    return dx <= 1 && dy <= 1 && step(b) <= step(bin) && step(b) >= step(bin) - reach;
  };
  const own = rates.filter((_, b) => inWindow(b));
  const n = own.length;
  const mean = own.reduce((a, x) => a + x, 0) / n;
  const variance = own.reduce((a, x) => a + (x - mean) ** 2, 0) / n;
  const near = rates.filter((_, b) => isNeighbour(b));
  const w = near.length;
  const sum = near.reduce((a, x) => a + x, 0);
  return (sum - w * mean) / Math.sqrt((variance * (n * w - w * w)) / (n - 1));
}

function randomCube(seed: number, side: number, steps: number) {
  const random = seededRandom(seed);
  const days = Array.from({ length: steps }, (_, t) => [31, 28, 30][t % 3]);
  const counts = Float64Array.from({ length: side * side * steps }, (_, bin) =>
    randomPoisson(bin % (side * side) < side ? 4 : 0.7, random),
  );
  return { counts, days, cube: computed(spaceTimeCube(counts, days, side * side)) };
}

describe('space-time Gi*', () => {
  const cells = reference.side * reference.side;
  const cube = computed(spaceTimeCube(reference.counts, reference.days, cells));

  it("equals spdep's localG over all bins, neighbours in the step before included", () => {
    const { z } = computed(cubeLocalG(cube, queen(reference.side)));
    expect(largestDifference(z, reference.z)).toBeLessThan(1e-9);
  });

  it('calls the same bins hot and cold, and the same trends, as p.adjust and Kendall in R', () => {
    const { states, trendP } = computed(emergingHotSpots(cube, queen(reference.side)));
    const wanted = reference.adjustedP.map((p, bin) => (p <= 0.05 ? Math.sign(reference.z[bin]) : 0));
    expect(wanted.filter((state) => state !== 0).length).toBeGreaterThan(20);
    expect([...states]).toEqual(wanted);
    expect(largestDifference(trendP, reference.trendP)).toBeLessThan(1e-9);
  });

  it.each(['entire-cube', 'neighbourhood-steps', 'individual-step'] as const)(
    'equals its definition, bin by bin, with the window %s',
    (window) => {
      for (const neighbourSteps of [0, 1, 3]) {
        const { cube: random, counts, days } = randomCube(5 + neighbourSteps, 6, 10);
        const { z } = computed(cubeLocalG(random, queen(6), { neighbourSteps, window }));
        const rates = Array.from(counts, (count, bin) => count / days[Math.floor(bin / 36)]);
        const wanted = rates.map((_, bin) => bruteForceZ(rates, 6, bin, neighbourSteps, window));
        expect(largestDifference(z, wanted)).toBeLessThan(1e-10);
      }
    },
  );

  it('is the ordinary Gi* of each step on its own with the window individual-step', () => {
    const { cube: random, counts } = randomCube(15, 6, 10);
    const { z } = computed(cubeLocalG(random, queen(6), { window: 'individual-step' }));
    const star = { ...queen(6) };
    const map = counts.slice(3 * 36, 4 * 36);
    const single = computed(localG(map, weightsWithSelf(star)));
    expect(largestDifference(z.slice(3 * 36, 4 * 36), single.z)).toBeLessThan(1e-10);
  });

  it('does not call a short month cold: one rate per day everywhere is not computable', () => {
    const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31];
    const counts = days.flatMap((d) => new Array<number>(36).fill(d));
    expect(cubeLocalG(computed(spaceTimeCube(counts, days, 36)), queen(6))).toMatchObject({
      reason: 'zero-variance',
    });
  });

  it('is not computable with 29 cells, nine steps, a step without days or weights for another grid', () => {
    expect(spaceTimeCube(new Float64Array(290), new Array<number>(10).fill(1), 29)).toMatchObject({
      reason: 'too-few-units',
    });
    expect(spaceTimeCube(new Float64Array(270), new Array<number>(9).fill(1), 30)).toMatchObject({
      reason: 'too-few-periods',
    });
    const days = new Array<number>(10).fill(30);
    days[4] = 0;
    expect(spaceTimeCube(new Float64Array(300), days, 30)).toMatchObject({ reason: 'invalid-input' });
    expect(cubeLocalG(cube, queen(5))).toMatchObject({ reason: 'invalid-input' });
    expect(emergingHotSpots(cube, queen(6), { alpha: 0 })).toMatchObject({ reason: 'invalid-input' });
  });
});

function weightsWithSelf(weights: Weights): Weights {
  const lists = Array.from({ length: weights.n }, (_, i) => [
    i,
    ...weights.neighbours.subarray(weights.offsets[i], weights.offsets[i + 1]),
  ]);
  return weightsFromLists(lists, true);
}

describe('emerging hot spots of a cube', () => {
  it('gives what the parts give one by one: BH over every bin, Mann-Kendall per cell, the class of each history', () => {
    for (const seed of [1, 2, 3, 4]) {
      const { cube } = randomCube(seed, 7, 12);
      const result = computed(emergingHotSpots(cube, queen(7)));
      const p = result.z.map((z) => twoSidedNormalP(z));
      const adjusted = adjustPValues(p, 'benjamini-hochberg');
      const states = Array.from(result.z, (z, bin) => (adjusted[bin] <= 0.05 ? Math.sign(z) : 0));
      expect([...result.states]).toEqual(states);
      for (let cell = 0; cell < 49; cell++) {
        const bins = Array.from({ length: 12 }, (_, t) => t * 49 + cell);
        const trend = computed(mannKendall(bins.map((bin) => Math.round(result.z[bin] * 1e9))));
        expect(result.trendZ[cell]).toBeCloseTo(trend.z, 12);
        expect(result.trendP[cell]).toBeCloseTo(trend.pValue, 12);
        const history = bins.map((bin) => states[bin]);
        const sign = trend.pValue <= 0.05 ? Math.sign(trend.s) : 0;
        expect(EMERGING_CLASSES[result.classes[cell]]).toBe(emergingClass(history, sign));
        expect(result.hotSteps[cell]).toBe(history.filter((state) => state > 0).length);
      }
    }
  });

  it('finds a planted hot spot that rises, names its version and levels, and leaves the quiet corner alone', () => {
    const side = 10;
    const steps = 24;
    const random = seededRandom(4);
    const counts = Float64Array.from({ length: side * side * steps }, (_, bin) => {
      const cell = bin % (side * side);
      const hot = cell % side < 3 && cell < 3 * side;
      return randomPoisson(hot ? 6 + Math.floor(bin / (side * side)) / 3 : 0.5, random);
    });
    const cube = computed(spaceTimeCube(counts, new Array<number>(steps).fill(30), side * side));
    const result = computed(emergingHotSpots(cube, queen(side)));
    expect(EMERGING_CLASSES[result.classes[side + 1]]).toBe('intensifying hot');
    expect(result.classes[side * side - 1]).toBe(0);
    expect(result).toMatchObject({
      alpha: 0.05,
      trendAlpha: 0.05,
      window: 'entire-cube',
      neighbourSteps: 1,
      definitionVersion: EMERGING_DEFINITION_VERSION,
    });
  });

  it('calls hardly any bin significant where nothing but chance differs', () => {
    const random = seededRandom(12);
    const counts = Float64Array.from({ length: 400 * 12 }, () => randomPoisson(8, random));
    const cube = computed(spaceTimeCube(counts, new Array<number>(12).fill(30), 400));
    const { states } = computed(emergingHotSpots(cube, queen(20)));
    expect(states.filter((state) => state !== 0).length).toBeLessThan(400 * 12 * 0.01);
  });
});

describe('emerging classes', () => {
  it.skipIf(!haveOracles)(`gives the eight classes of the truth table${needsOracles}`, () => {
    const { ehsa_truth: rows } = readOracleJson<{
      ehsa_truth: { z: number[]; expect: string; note: string }[];
    }>('oracle.json');
    expect(rows).toHaveLength(8);
    for (const { z, expect: wanted, note } of rows) {
      const history = z.map((value) => (Math.abs(value) > 1.96 ? Math.sign(value) : 0));
      const { s, pValue } = computed(mannKendall(z));
      expect([note, emergingClass(history, pValue <= 0.05 ? Math.sign(s) : 0)]).toEqual([note, wanted]);
    }
  });

  it('gives each of the 16 classes for a history that has it', () => {
    const nineHot = [1, 1, 1, 1, 1, 1, 1, 1, 1];
    const cases: [number[], number, string][] = [
      [[0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 1, 'new'],
      [[0, 0, 0, 0, 0, 0, 0, 0, 1, 1], 1, 'consecutive'],
      [[0, ...nineHot], 1, 'intensifying'],
      [[0, ...nineHot], 0, 'persistent'],
      [[0, ...nineHot], -1, 'diminishing'],
      [[1, 0, 0, 1, 0, 0, 0, 0, 0, 1], 0, 'sporadic'],
      [[0, -1, 0, 1, 0, 0, 0, 0, 0, 1], 0, 'oscillating'],
      [[...nineHot, 0], 0, 'historical'],
    ];
    const seen = new Set<string>();
    for (const [history, trend, kind] of cases) {
      expect(emergingClass(history, trend)).toBe(`${kind} hot`);
      const mirror = history.map((state) => -state);
      expect(emergingClass(mirror, -trend)).toBe(`${kind} cold`);
      seen.add(`${kind} hot`).add(`${kind} cold`);
    }
    expect([...seen].sort()).toEqual(EMERGING_CLASSES.slice(1).sort());
    expect(EMERGING_CLASSES).toHaveLength(17);
  });

  it('follows the written precedence for every history of six steps and every trend', () => {
    for (let code = 0; code < 3 ** 6; code++) {
      const history = Array.from({ length: 6 }, (_, t) => (Math.floor(code / 3 ** t) % 3) - 1);
      for (const trend of [-1, 0, 1]) {
        expect(emergingClass(history, trend)).toBe(precedenceInWords(history, trend));
      }
    }
  });

  it('counts 9 of 10 and 18 of 20 as 90 %, but not 8 of 9 or 17 of 19', () => {
    const hot = (hotSteps: number, steps: number) =>
      emergingClass(
        Array.from({ length: steps }, (_, t) => (t < steps - hotSteps ? 0 : 1)),
        0,
      );
    expect([hot(9, 10), hot(18, 20), hot(27, 30)]).toEqual(new Array(3).fill('persistent hot'));
    expect([hot(8, 9), hot(17, 19)]).toEqual(['consecutive hot', 'consecutive hot']);
  });

  it('calls nine hot steps and a cold last one oscillating cold, and says historical hot beside it', () => {
    const turned = [1, 1, 1, 1, 1, 1, 1, 1, 1, -1];
    expect(emergingClass(turned, 0)).toBe('oscillating cold');
    expect(secondaryEmergingClass(turned)).toBe('historical hot');
    expect(secondaryEmergingClass(turned.map((state) => -state))).toBe('historical cold');
    expect(secondaryEmergingClass([...turned.slice(0, 9), 0])).toBe('none');
  });

  it('mirrors: swapping hot and cold and turning the trend swaps the class', () => {
    const history = fc.array(fc.constantFrom(-1, 0, 1), { minLength: 1, maxLength: 40 });
    const swap = (name: string) => name.replace(/hot|cold/, (side) => (side === 'hot' ? 'cold' : 'hot'));
    fc.assert(
      fc.property(history, fc.constantFrom(-1, 0, 1), (states, trend) => {
        const mirror = states.map((state) => -state);
        expect(emergingClass(mirror, -trend)).toBe(swap(emergingClass(states, trend)));
        expect(secondaryEmergingClass(mirror)).toBe(swap(secondaryEmergingClass(states)));
      }),
      { seed: 101 },
    );
  });
});

/** The precedence of the method note, written with shares of time instead of whole numbers. */
function precedenceInWords(history: number[], trend: number): string {
  const share = (sign: number) => history.filter((state) => state === sign).length / history.length;
  const last = history[history.length - 1];
  for (const [sign, side] of [
    [1, 'hot'],
    [-1, 'cold'],
  ] as const) {
    if (last !== sign) continue;
    if (share(sign) > 0.9 - 1e-9) {
      if (trend * sign > 0) return `intensifying ${side}`;
      return trend * sign < 0 ? `diminishing ${side}` : `persistent ${side}`;
    }
    if (history.includes(-sign)) return `oscillating ${side}`;
    const text = history.map((state) => (state === sign ? 'x' : '.')).join('');
    if (/^\.*x$/.test(text)) return `new ${side}`;
    return /^\.*x+$/.test(text) ? `consecutive ${side}` : `sporadic ${side}`;
  }
  if (share(1) > 0.9 - 1e-9) return 'historical hot';
  return share(-1) > 0.9 - 1e-9 ? 'historical cold' : 'none';
}
