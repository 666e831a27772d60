import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNotComputable, type NotComputable } from '../../server/stats/not-computable.ts';
import { relativeEffectSize } from '../../server/stats/relative-effect-size.ts';
import {
  harmWeightedDifference,
  weightedDisplacementDifference,
} from '../../server/stats/weighted-displacement-difference.ts';
import {
  type BeforeAfter,
  weightedDisplacementQuotient,
} from '../../server/stats/weighted-displacement-quotient.ts';

function computed<T extends object>(result: T | NotComputable): T {
  if (isNotComputable(result)) throw new Error(`expected a value, saw: ${result.detail}`);
  return result;
}

/** The example that the tool guides and ptools share: treated 207 to 110, control 308 to 318, buffers 178 to 157 and 150 to 140. */
const treated: BeforeAfter = { before: 207, after: 110 };
const control: BeforeAfter = { before: 308, after: 318 };
const buffer: BeforeAfter = { before: 178, after: 157 };
const bufferControl: BeforeAfter = { before: 150, after: 140 };

const count = fc.integer({ min: 1, max: 500 });
const pair = fc.record({ before: count, after: count });

describe('weighted displacement quotient', () => {
  it('gives the published quotient of +0.2582 and its parts', () => {
    const result = computed(weightedDisplacementQuotient(treated, buffer, control));
    expect(result.wdq).toBeCloseTo(0.2582, 4);
    expect(result.success).toBeCloseTo(-0.3262, 4);
    expect(result.buffer).toBeCloseTo(-0.0842, 4);
    expect(result.grossEffect).toBe(97);
    expect(result.netEffect).toBeCloseTo(0.3262, 4);
    expect(result.totalNetEffect).toBeCloseTo(130.5, 1);
    expect(result.reading).toBe('diffusion');
  });

  it('reads each range of the quotient as the tool guide does', () => {
    // Treated 100 to 50 against a steady control of 100: success -0.5, so WDQ = (buffer after - 100) / -50.
    const reading = (bufferAfter: number) =>
      computed(
        weightedDisplacementQuotient(
          { before: 100, after: 50 },
          { before: 100, after: bufferAfter },
          { before: 100, after: 100 },
        ),
      ).reading;
    expect(reading(40)).toBe('diffusion-exceeds-effect');
    expect(reading(80)).toBe('diffusion');
    expect(reading(100)).toBe('no-displacement');
    expect(reading(120)).toBe('partial-displacement');
    expect(reading(150)).toBe('full-displacement');
    expect(reading(170)).toBe('displacement-exceeds-effect');
  });

  it('is not read when the treated area did no better than the control, though its parts are given', () => {
    const result = computed(weightedDisplacementQuotient({ before: 100, after: 120 }, buffer, control));
    expect(result.wdq).toMatchObject({ computable: false, reason: 'undefined-ratio' });
    expect(result.reading).toBeNull();
    expect(result.success).toBeGreaterThan(0);
  });

  it('is refused when any of the six counts is 0', () => {
    for (const [t, b, c] of [
      [{ before: 0, after: 5 }, buffer, control],
      [treated, { before: 5, after: 0 }, control],
      [treated, buffer, { before: 0, after: 5 }],
    ]) {
      expect(weightedDisplacementQuotient(t, b, c)).toMatchObject({ reason: 'undefined-ratio' });
    }
    expect(weightedDisplacementQuotient({ before: 1.5, after: 1 }, buffer, control)).toMatchObject({
      reason: 'invalid-input',
    });
  });

  it('does not move when every count is multiplied alike, and its sign follows the buffer', () => {
    fc.assert(
      fc.property(pair, pair, pair, fc.integer({ min: 2, max: 9 }), (t, b, c, k) => {
        const times = (p: BeforeAfter) => ({ before: k * p.before, after: k * p.after });
        const one = computed(weightedDisplacementQuotient(t, b, c));
        const many = computed(weightedDisplacementQuotient(times(t), times(b), times(c)));
        expect(many.success).toBeCloseTo(one.success, 9);
        if (isNotComputable(one.wdq)) {
          expect(one.success).toBeGreaterThanOrEqual(0);
        } else {
          expect(many.wdq).toBeCloseTo(one.wdq, 9);
          expect(Math.sign(one.wdq) + Math.sign(one.buffer)).toBe(0);
          expect(one.wdq).toBeCloseTo(
            (b.after / c.after - b.before / c.before) / (t.after / c.after - t.before / c.before),
            9,
          );
        }
      }),
      { numRuns: 200, seed: 14 },
    );
  });
});

describe('weighted displacement difference', () => {
  it('gives the published -118 with standard error sqrt(1568)', () => {
    const { total } = computed(weightedDisplacementDifference({ treated, control, buffer, bufferControl }));
    expect(total.estimate).toBe(-118);
    expect(total.standardError).toBeCloseTo(Math.sqrt(1568), 12);
    expect(total.z).toBeCloseTo(-2.98, 2);
    expect(Math.round(total.low)).toBe(-196);
    expect(Math.round(total.high)).toBe(-40);
  });

  it('gives the published value for unequal areas', () => {
    const weights = { control: 0.9, treated: 1.2, bufferControl: 1.6, buffer: 1.5 };
    const { total } = computed(
      weightedDisplacementDifference({ treated, control, buffer, bufferControl, weights }),
    );
    expect(total.estimate).toBeCloseTo(-99.69444444, 8);
    expect(total.standardError).toBeCloseTo(35.4280755, 7);
    expect(total.z).toBeCloseTo(-2.813995483, 8);
    expect(total.low).toBeCloseTo(-169.1321965, 6);
    expect(total.high).toBeCloseTo(-30.25669241, 6);
  });

  it('gives the published -20 (sqrt 115) for a period before twice as long', () => {
    const { total, displacement } = computed(
      weightedDisplacementDifference({
        control: { before: 100, after: 50 },
        treated: { before: 80, after: 20 },
        weights: { period: { before: 2, after: 1 } },
      }),
    );
    expect(total.estimate).toBe(-20);
    expect(total.standardError).toBeCloseTo(Math.sqrt(115), 12);
    expect(displacement).toBeNull();
  });

  it('adds five crimes by harm to the published -1721 with standard error 304.1036', () => {
    const crimes: [number, number, number, number, number][] = [
      [133, 91, 130, 74, 3],
      [388, 305, 327, 202, 2],
      [148, 97, 398, 190, 5],
      [86, 64, 144, 92, 7],
      [94, 67, 183, 96, 10],
    ];
    const each = crimes.map(([cb, ca, tb, ta]) =>
      computed(
        weightedDisplacementDifference({
          control: { before: cb, after: ca },
          treated: { before: tb, after: ta },
        }),
      ),
    );
    const harm = harmWeightedDifference(
      each.map(({ local }) => local),
      crimes.map((crime) => crime[4]),
    );
    expect(harm.estimate).toBe(-1721);
    expect(harm.standardError).toBeCloseTo(304.10360077, 8);
    expect(harm.z).toBeCloseTo(-5.65925558, 8);
    expect(harm.low).toBeCloseTo(-2317.03210507, 7);
    expect(harm.high).toBeCloseTo(-1124.96789493, 7);
  });

  it('widens the interval by the square root of phi and leaves the estimate', () => {
    fc.assert(
      fc.property(pair, pair, pair, pair, fc.double({ min: 1, max: 10, noNaN: true }), (t, c, b, bc, phi) => {
        const result = computed(
          weightedDisplacementDifference({
            treated: t,
            control: c,
            buffer: b,
            bufferControl: bc,
            overdispersion: phi,
          }),
        );
        expect(result.totalOverdispersed.estimate).toBe(result.total.estimate);
        expect(result.totalOverdispersed.standardError).toBeCloseTo(
          Math.sqrt(phi) * result.total.standardError,
          9,
        );
        expect(result.total.estimate).toBeCloseTo(
          result.local.estimate + (result.displacement?.estimate ?? NaN),
          9,
        );
        expect(result.total.estimate).toBe(
          t.after - t.before - (c.after - c.before) + (b.after - b.before) - (bc.after - bc.before),
        );
        const sumOfCounts = [t, c, b, bc].reduce((sum, p) => sum + p.before + p.after, 0);
        expect(result.total.standardError).toBeCloseTo(Math.sqrt(sumOfCounts), 9);
      }),
      { numRuns: 200, seed: 15 },
    );
  });

  it('accepts single zero counts but refuses all zero, half a buffer and weights of 0', () => {
    const zero = { before: 0, after: 0 };
    expect(
      computed(weightedDisplacementDifference({ treated: { before: 9, after: 0 }, control: zero })).total
        .estimate,
    ).toBe(-9);
    expect(weightedDisplacementDifference({ treated: zero, control: zero })).toMatchObject({
      reason: 'all-zero',
    });
    expect(weightedDisplacementDifference({ treated, control, buffer })).toMatchObject({
      reason: 'invalid-input',
    });
    expect(weightedDisplacementDifference({ treated, control, weights: { treated: 0 } })).toMatchObject({
      reason: 'invalid-input',
    });
    expect(weightedDisplacementDifference({ treated, control, overdispersion: 0.5 })).toMatchObject({
      reason: 'invalid-input',
    });
    expect(() => harmWeightedDifference([], [])).toThrow(/one harm weight/);
  });
});

describe('relative effect size', () => {
  it('gives the published 1.942916 with both intervals, and its mirror .51469', () => {
    const poisson = computed(relativeEffectSize(treated, control, 1));
    expect(poisson.relativeEffectSize.ratio).toBeCloseTo(1.942916, 6);
    expect(poisson.relativeEffectSize.low).toBeCloseTo(1.469, 3);
    expect(poisson.relativeEffectSize.high).toBeCloseTo(2.569, 3);
    const inflated = computed(relativeEffectSize(treated, control));
    expect(inflated.overdispersion).toBe(2);
    expect(inflated.relativeEffectSize.low).toBeCloseTo(1.309, 3);
    expect(inflated.relativeEffectSize.high).toBeCloseTo(2.884, 3);
    expect(inflated.poissonInterval).toEqual({
      ratio: poisson.relativeEffectSize.ratio,
      low: poisson.relativeEffectSize.low,
      high: poisson.relativeEffectSize.high,
    });
    expect(inflated.rirr.ratio).toBeCloseTo(0.51469, 5);
    expect(inflated.percentChange.percent).toBeCloseTo(-48.5, 1);
  });

  it('states which direction is good, and the two directions never disagree', () => {
    fc.assert(
      fc.property(pair, pair, fc.double({ min: 1, max: 5, noNaN: true }), (t, c, phi) => {
        const result = computed(relativeEffectSize(t, c, phi));
        expect(result.relativeEffectSize.goodWhen).toBe('above-1');
        expect(result.rirr.goodWhen).toBe('below-1');
        expect(result.rirr.ratio * result.relativeEffectSize.ratio).toBeCloseTo(1, 9);
        expect(result.rirr.low).toBeLessThan(result.rirr.ratio);
        expect(result.rirr.high).toBeGreaterThan(result.rirr.ratio);
        const betterThanControl = t.after / t.before < c.after / c.before;
        if (Math.abs(result.rirr.ratio - 1) > 1e-9) expect(result.rirr.ratio < 1).toBe(betterThanControl);
        expect(computed(relativeEffectSize(c, t, phi)).rirr.ratio).toBeCloseTo(
          result.relativeEffectSize.ratio,
          9,
        );
      }),
      { numRuns: 200, seed: 16 },
    );
  });

  it('is refused when any count is 0, and for phi below 1', () => {
    expect(relativeEffectSize({ before: 5, after: 0 }, control)).toMatchObject({ reason: 'undefined-ratio' });
    expect(relativeEffectSize(treated, { before: 0, after: 5 })).toMatchObject({ reason: 'undefined-ratio' });
    expect(relativeEffectSize(treated, control, 0.9)).toMatchObject({ reason: 'invalid-input' });
    expect(relativeEffectSize({ before: -1, after: 5 }, control)).toMatchObject({ reason: 'invalid-input' });
  });
});
