import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DifferenceInDifferences,
  differenceInDifferences,
  type MeanChangeDifference,
  type UnitPeriods,
} from '../../server/stats/difference-in-differences.ts';
import { isNotComputable, type NotComputable } from '../../server/stats/not-computable.ts';
import { relativeEffectSize } from '../../server/stats/relative-effect-size.ts';

const reference: {
  treated: Record<'earlier' | 'before' | 'after', number[]>;
  control: Record<'earlier' | 'before' | 'after', number[]>;
  effect: number[];
  beforeItBegan: number[];
  interaction: [estimate: number, standardError: number];
} = JSON.parse(readFileSync(new URL('../oracles/evaluation.json', import.meta.url), 'utf8'));

function computed(result: DifferenceInDifferences | NotComputable): DifferenceInDifferences {
  if (isNotComputable(result)) throw new Error(`expected an effect, saw: ${result.detail}`);
  return result;
}

const group = ({ earlier, before, after }: (typeof reference)['treated']): UnitPeriods => ({
  earlier: Float64Array.from(earlier),
  before: Float64Array.from(before),
  after: Float64Array.from(after),
});

const figures = (d: MeanChangeDifference) => [
  d.estimate,
  d.standardError,
  d.degreesOfFreedom,
  d.t,
  d.pValue,
  d.low,
  d.high,
];

describe('difference in differences', () => {
  const result = computed(differenceInDifferences(group(reference.treated), group(reference.control)));

  it("agrees with R's Welch test of the changes, and of the changes before it began, to 1e-9", () => {
    figures(result.effect).forEach((value, k) => {
      expect(value).toBeCloseTo(reference.effect[k], 9);
    });
    if (isNotComputable(result.beforeItBegan)) throw new Error(result.beforeItBegan.detail);
    figures(result.beforeItBegan).forEach((value, k) => {
      expect(value).toBeCloseTo(reference.beforeItBegan[k], 9);
    });
  });

  it("is the textbook sum: Card and Krueger's employment per store, +2.75 against a control that fell", () => {
    // Card & Krueger (1994), table 3: New Jersey 20.44 to 21.03, Pennsylvania 23.33 to 21.17; difference 2.75 of rounded means 2.76.
    const around = (mean: number) => Float64Array.of(mean - 1, mean, mean + 1);
    const { effect } = computed(
      differenceInDifferences(
        {
          before: around(20.44),
          after: Float64Array.of(20.03, 21.03, 22.03).map((v, i) => v + (i - 1) * 0.1),
        },
        {
          before: around(23.33),
          after: Float64Array.of(20.17, 21.17, 22.17).map((v, i) => v - (i - 1) * 0.1),
        },
      ),
    );
    expect(effect.estimate).toBeCloseTo(2.75, 9);
  });

  it('ignores anything that adds the same to every unit, and turns sign when the groups swap', () => {
    const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(values, values, fc.double({ min: -50, max: 50, noNaN: true }), (before, after, trend) => {
        const units = (from: number, to: number, extra: number): UnitPeriods => ({
          before: Float64Array.from(before.slice(from, to)),
          after: Float64Array.from(after.slice(from, to), (v) => v + extra),
        });
        const plain = differenceInDifferences(units(0, 3, 0), units(3, 8, 0));
        if (isNotComputable(plain) || plain.effect.standardError < 1e-3) return;
        const moved = computed(differenceInDifferences(units(0, 3, trend), units(3, 8, trend)));
        expect(moved.effect.estimate).toBeCloseTo(plain.effect.estimate, 9);
        expect(moved.effect.standardError).toBeCloseTo(plain.effect.standardError, 9);
        const swapped = computed(differenceInDifferences(units(3, 8, 0), units(0, 3, 0)));
        expect(swapped.effect.estimate).toBeCloseTo(-plain.effect.estimate, 9);
        expect(swapped.effect.pValue).toBeCloseTo(plain.effect.pValue, 9);
        const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
        expect(plain.effect.estimate).toBeCloseTo(
          mean(after.slice(0, 3)) - mean(before.slice(0, 3)) - (mean(after.slice(3)) - mean(before.slice(3))),
          9,
        );
      }),
      { numRuns: 200, seed: 17 },
    );
  });

  it('says that no earlier period was given instead of passing the trend check', () => {
    const { earlier: _, ...withoutEarlier } = group(reference.treated);
    expect(
      computed(differenceInDifferences(withoutEarlier, group(reference.control))).beforeItBegan,
    ).toMatchObject({
      reason: 'too-few-periods',
    });
  });

  it('is refused for one unit against one, equal changes, missing values and unequal lengths', () => {
    const one = { before: Float64Array.of(3), after: Float64Array.of(4) };
    const two = { before: Float64Array.of(3, 4), after: Float64Array.of(4, 5) };
    expect(differenceInDifferences(one, two)).toMatchObject({ reason: 'too-few-units' });
    expect(differenceInDifferences(two, two)).toMatchObject({ reason: 'zero-variance' });
    expect(differenceInDifferences({ ...two, after: Float64Array.of(NaN, 1) }, two)).toMatchObject({
      reason: 'invalid-input',
    });
    expect(differenceInDifferences({ ...two, after: Float64Array.of(1) }, two)).toMatchObject({
      reason: 'invalid-input',
    });
  });
});

describe('relative effect size against a Poisson model', () => {
  it('is the interaction of treated and after in R, with its standard error', () => {
    const result = relativeEffectSize({ before: 207, after: 110 }, { before: 308, after: 318 }, 1);
    if (isNotComputable(result)) throw new Error(result.detail);
    expect(Math.log(result.rirr.ratio)).toBeCloseTo(reference.interaction[0], 9);
    expect(result.logStandardError).toBeCloseTo(reference.interaction[1], 9);
  });
});
