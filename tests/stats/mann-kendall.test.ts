import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mannKendall, seasonalMannKendall } from '../../server/stats/mann-kendall.ts';
import { senSlope } from '../../server/stats/sen-slope.ts';
import { computed } from './computed.ts';
import { readReference } from './oracle-data.ts';

const { years } = readReference<{ years: (number | null)[][] }>('bogra-rainfall.json');
const rainfall = years.flat().map((value) => value ?? NaN);
const { kendall } = readReference<{ kendall: { values: number[]; z: number; p: number; tau: number } }>(
  'rates-and-time.json',
);
const series = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 4, maxLength: 25 });

/** Every ordering of a short series, to hold the variance formula to account. */
function permutations(values: number[]): number[][] {
  if (values.length < 2) return [values];
  return values.flatMap((value, i) =>
    permutations([...values.slice(0, i), ...values.slice(i + 1)]).map((rest) => [value, ...rest]),
  );
}

describe('Mann-Kendall', () => {
  it('gives every digit pyMannKendall publishes for 30 years of rainfall with gaps', () => {
    const result = computed(mannKendall(rainfall));
    expect(result.s).toBe(-1959);
    expect(result.variance).toBeCloseTo(4889800.333333333, 8);
    expect(result.z).toBeCloseTo(-0.8854562842589916, 14);
    expect(result.pValue).toBeCloseTo(0.37591058740506833, 14);
    expect(result.tau).toBeCloseTo(-0.03153167653875869, 15);
  });

  it('gives the published seasonal test of the same months: a fall that the plain test cannot see', () => {
    const result = computed(seasonalMannKendall(rainfall, 12));
    expect(result.s).toBe(-399);
    expect(result.variance).toBeCloseTo(34702.333333333336, 9);
    expect(result.z).toBeCloseTo(-2.136504114534638, 13);
    expect(result.pValue).toBeCloseTo(0.03263834596177739, 14);
    expect(result.tau).toBeCloseTo(-0.0794979079497908, 14);
  });

  it("equals R's Kendall test with continuity correction on a series with ties", () => {
    const result = computed(mannKendall(kendall.values));
    expect(result.z).toBeCloseTo(kendall.z, 10);
    expect(result.pValue).toBeCloseTo(kendall.p, 10);
  });

  it('has the variance of S over all 720 orders of six values, ties included', () => {
    for (const values of [
      [1, 2, 3, 4, 5, 6],
      [1, 1, 2, 2, 2, 9],
    ]) {
      const all = permutations(values).map((order) => computed(mannKendall(order)).s);
      const variance = all.reduce((sum, s) => sum + s * s, 0) / all.length;
      expect(all).toHaveLength(720);
      expect(computed(mannKendall(values)).variance).toBeCloseTo(variance, 10);
    }
  });

  it('turns its sign when time runs backwards and does not care about a monotone change of scale', () => {
    fc.assert(
      fc.property(series, (values) => {
        const forward = computed(mannKendall(values));
        const backward = computed(mannKendall([...values].reverse()));
        const scaled = computed(mannKendall(values.map((value) => Math.exp(value / 3))));
        expect(backward.s).toBe(forward.s === 0 ? 0 : -forward.s);
        expect(backward.pValue).toBe(forward.pValue);
        expect(scaled).toEqual(forward);
      }),
      { seed: 61 },
    );
  });

  it('has tau 1 for a rise at every step, and z = 0, p = 1 for a flat line', () => {
    expect(computed(mannKendall([1, 2, 3, 4, 5])).tau).toBe(1);
    expect(computed(mannKendall([7, 7, 7, 7]))).toMatchObject({ s: 0, z: 0, pValue: 1 });
  });

  it('makes no claim under four values, or where no season has a second year', () => {
    expect(mannKendall([1, 2, 3])).toMatchObject({ reason: 'too-few-periods' });
    expect(mannKendall([1, NaN, 2, 3])).toMatchObject({ reason: 'too-few-periods' });
    expect(seasonalMannKendall(Array.from({ length: 12 }, (_, i) => i))).toMatchObject({
      reason: 'too-few-periods',
    });
    expect(seasonalMannKendall([1, 2, 3, 4], 1)).toMatchObject({ reason: 'invalid-input' });
  });
});

describe("Sen's slope", () => {
  it('gives the slopes pyMannKendall publishes, with the gaps in place and with them closed up', () => {
    expect(computed(senSlope(rainfall)).slope).toBeCloseTo(-0.006369426751592357, 15);
    const closedUp = rainfall.filter((value) => !Number.isNaN(value));
    expect(computed(senSlope(closedUp)).slope).toBeCloseTo(-0.0064516129032258064, 15);
  });

  it('gives the published seasonal slope of a sixth of a millimetre a year over the years without a gap', () => {
    const complete = years.filter((year) => !year.includes(null)).flat() as number[];
    expect(complete).toHaveLength(24 * 12);
    expect(computed(senSlope(complete, { seasonLength: 12 })).slope).toBeCloseTo(-1 / 6, 14);
  });

  it("reproduces Gilbert's interval for his example of ranks 2.6 and 13.4 of 15 slopes", () => {
    // Six untied values: N = 15 slopes, Var S = 28.33; Gilbert (1987), p. 218: M1 = (N - C)/2, M2 = (N + C)/2 + 1.
    const values = [1, 4, 9, 16, 25, 36];
    const slopes = values.flatMap((x, i) => values.slice(i + 1).map((y, k) => (y - x) / (k + 1)));
    slopes.sort((a, b) => a - b);
    const reach = 1.959963984540054 * Math.sqrt((6 * 5 * 17) / 18);
    const at = (rank: number) =>
      slopes[Math.floor(rank) - 1] + (rank % 1) * (slopes[Math.floor(rank)] - slopes[Math.floor(rank) - 1]);
    const result = computed(senSlope(values));
    expect(result.pairs).toBe(15);
    expect(result.lower).toBeCloseTo(at((15 - reach) / 2), 12);
    expect(result.upper).toBeCloseTo(at((15 + reach) / 2 + 1), 12);
  });

  it('is the median of all pairwise slopes, turns with the series and lies inside its interval', () => {
    fc.assert(
      fc.property(series, (values) => {
        const slopes = values.flatMap((x, i) => values.slice(i + 1).map((y, k) => (y - x) / (k + 1)));
        slopes.sort((a, b) => a - b);
        const middle = slopes.length / 2;
        const median = (slopes[Math.ceil(middle) - 1] + slopes[Math.floor(middle)]) / 2;
        const result = computed(senSlope(values));
        expect(result.slope).toBeCloseTo(median, 12);
        expect(computed(senSlope(values.map((value) => -value))).slope).toBeCloseTo(-median, 12);
        expect(result.lower).toBeLessThanOrEqual(result.slope);
        expect(result.upper).toBeGreaterThanOrEqual(result.slope);
      }),
      { seed: 62 },
    );
  });

  it('finds the slope of a line exactly, and is hardly moved when a quarter of the values is wrong', () => {
    const line = Array.from({ length: 21 }, (_, i) => 5 + 0.25 * i);
    expect(computed(senSlope(line))).toMatchObject({ slope: 0.25, lower: 0.25, upper: 0.25 });
    const spoilt = line.map((value, i) => (i % 5 === 2 ? 100 : value));
    expect(Math.abs(computed(senSlope(spoilt)).slope - 0.25)).toBeLessThan(0.1);
  });

  it('is not computable where the trend test is not, or for an impossible confidence', () => {
    expect(senSlope([1, 2])).toMatchObject({ reason: 'too-few-periods' });
    expect(senSlope([1, 2, 3, 4], { confidence: 0 })).toMatchObject({ reason: 'invalid-input' });
  });
});
