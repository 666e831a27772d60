import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poissonSurvival } from '../../server/stats/distributions/poisson.ts';
import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import { funnelLimits, funnelLimitsAt } from '../../server/stats/funnel-limits.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { computed } from './computed.ts';
import { readReference } from './oracle-data.ts';

const { funnel } = readReference<{
  funnel: { observed: number[]; expected: number[]; phi: number; tau2: number };
}>('rates-and-time.json');

/**
 * Observed events, the expected count at which they are just low and just high at 95 % and at 99.8 %:
 * testdata_funnel_ratio_outputs.csv of PHEindicatormethods (exact for every count; made with a spreadsheet, good to about 5e-6).
 */
const PUBLISHED_FUNNEL = [
  [1, 5.571644585, 0.025317898, 9.233410143, 0.001000547],
  [5, 11.6683331, 1.623486324, 16.45474478, 0.739371928],
  [9, 17.08479966, 4.11537405, 22.65737951, 2.452425215],
  [12, 20.96158966, 6.20057525, 27.02598763, 4.042439622],
  [45, 60.21353995, 32.82330214, 69.83304894, 27.07762173],
  [716, 770.4222128, 664.5083011, 802.60414, 636.1521174],
];

describe('funnel limits', () => {
  it('passes through the exact points that PHEindicatormethods publishes, and from 10 events within 1.1 % of them', () => {
    for (const [observed, low95, high95, low998, high998] of PUBLISHED_FUNNEL) {
      const found = [
        funnelLimitsAt(low95, 0).lower95 * low95,
        funnelLimitsAt(high95, 0).upper95 * high95,
        funnelLimitsAt(low998, 0).lower998 * low998,
        funnelLimitsAt(high998, 0).upper998 * high998,
      ];
      const tolerance = observed < 10 ? 1e-5 : 0.011; // Byar's approximation takes over at 10
      for (const count of found) expect(Math.abs(count / observed - 1)).toBeLessThan(tolerance);
    }
  });

  it('estimates phi and tau squared as the formulas written out in R', () => {
    const { overDispersion, tau2Used } = computed(funnelLimits(funnel));
    if (!('phi' in overDispersion)) throw new Error(overDispersion.detail);
    expect(overDispersion.phi).toBeCloseTo(funnel.phi, 10);
    expect(overDispersion.tau2).toBeCloseTo(funnel.tau2, 12);
    expect(tau2Used).toBe(overDispersion.tau2);
  });

  it('classes a unit under 10 events by the exact Poisson tail', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0.05, max: 8, noNaN: true }),
        (observed, expected) => {
          fc.pre(observed > expected);
          const tail = poissonSurvival(observed - 1, expected);
          fc.pre(Math.abs(tail - 0.025) > 1e-9 && Math.abs(tail - 0.001) > 1e-9);
          const wanted = tail < 0.001 ? 'high-99.8' : tail < 0.025 ? 'high-95' : 'inside';
          const input = { observed: [observed], expected: [expected], adjustForDispersion: false };
          expect(computed(funnelLimits(input)).classes[0]).toBe(wanted);
        },
      ),
      { seed: 41 },
    );
  });

  it('draws limits that agree with the classes, with and without over-dispersion', () => {
    for (const adjustForDispersion of [true, false]) {
      const { ratios, limits, classes } = computed(funnelLimits({ ...funnel, adjustForDispersion }));
      classes.forEach((found, unit) => {
        const { lower95, upper95, lower998, upper998 } = limits[unit];
        const ratio = ratios[unit];
        const drawn =
          ratio > upper998
            ? 'high-99.8'
            : ratio > upper95
              ? 'high-95'
              : ratio < lower998
                ? 'low-99.8'
                : ratio < lower95
                  ? 'low-95'
                  : 'inside';
        expect(found).toBe(drawn);
      });
      expect(classes.some((found) => found !== 'inside')).toBe(true);
    }
  });

  it('nests 95 % inside 99.8 %, narrows as more is expected and widens with tau squared', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 12, max: 5000, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (e, tau2) => {
          const here = funnelLimitsAt(e, tau2);
          expect(here.lower998).toBeLessThan(here.lower95);
          expect(here.lower95).toBeLessThan(1);
          expect(here.upper95).toBeGreaterThan(1);
          expect(here.upper998).toBeGreaterThan(here.upper95);
          expect(funnelLimitsAt(2 * e, tau2).upper95).toBeLessThan(here.upper95);
          expect(funnelLimitsAt(e, tau2 + 0.2).upper95).toBeGreaterThan(here.upper95);
        },
      ),
      { seed: 42 },
    );
  });

  it('keeps about 95 % of units inside where nothing but chance differs', () => {
    const random = seededRandom(8);
    const expected = Float64Array.from({ length: 4000 }, () => 5 + 95 * random());
    const observed = expected.map((mean) => randomPoisson(mean, random));
    const { classes, overDispersion } = computed(funnelLimits({ observed, expected }));
    const inside = classes.filter((found) => found === 'inside').length / classes.length;
    expect(inside).toBeGreaterThan(0.94);
    expect(inside).toBeLessThan(0.985);
    expect(overDispersion).toMatchObject({ tau2: 0 });
  });

  it('takes a unit without events into phi as half an event and leaves its ratio at 0', () => {
    const observed = [0, ...funnel.observed.slice(1)];
    const { ratios, overDispersion } = computed(funnelLimits({ observed, expected: funnel.expected }));
    expect(ratios[0]).toBe(0);
    expect('phi' in overDispersion && Number.isFinite(overDispersion.phi)).toBe(true);
  });

  it('says why over-dispersion cannot be estimated from nine units, and still draws their limits', () => {
    const nine = { observed: funnel.observed.slice(0, 9), expected: funnel.expected.slice(0, 9) };
    const result = computed(funnelLimits(nine));
    expect(result.overDispersion).toMatchObject({ computable: false, reason: 'too-few-units' });
    expect(result.tau2Used).toBe(0);
    expect(result.limits).toHaveLength(9);
  });

  it('is not computable with nothing expected or nothing at all', () => {
    expect(funnelLimits({ observed: [1], expected: [0] })).toMatchObject({ reason: 'zero-denominator' });
    expect(funnelLimits({ observed: [], expected: [] })).toMatchObject({ reason: 'invalid-input' });
    expect(funnelLimits({ observed: [1.5], expected: [2] })).toMatchObject({ reason: 'invalid-input' });
  });
});
