import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type XmrPoint, xmrChart } from '../../server/stats/xmr-chart.ts';
import { computed } from './computed.ts';
import { readReference } from './oracle-data.ts';

const { dots } = readReference<{ dots: number[] }>('rates-and-time.json');
/** Eighty quiet values that set the limits at about ±5.3, so that a pattern after them is judged by known limits. */
const quiet = Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? 1 : -1));
const tail = (pattern: number[]): readonly XmrPoint[] =>
  computed(xmrChart([...quiet, ...pattern])).points.slice(quiet.length);
const rules = (pattern: number[]) => tail(pattern).map((point) => point.rule);

/** The four rules in the words of the definition, one point and one window at a time. */
function bruteForceRule(points: readonly XmrPoint[], i: number): string | null {
  const { value, mean, lower, upper } = points[i];
  if (value > upper || value < lower) return 'outside-limits';
  const windows = (length: number) =>
    Array.from({ length }, (_, k) => i - k)
      .filter((start) => start >= 0 && start + length <= points.length)
      .map((start) => points.slice(start, start + length).map((point) => point.value));
  const rises = (w: number[]) => w.every((v, k) => k === 0 || v > w[k - 1]);
  const falls = (w: number[]) => w.every((v, k) => k === 0 || v < w[k - 1]);
  if (windows(7).some((w) => rises(w) || falls(w))) return 'trend';
  const reach = (2 / 3) * (upper - mean);
  const near = (v: number) => (v > mean + reach ? 1 : v < mean - reach ? -1 : 0);
  if (near(value) !== 0 && windows(3).some((w) => w.filter((v) => near(v) === near(value)).length >= 2)) {
    return 'two-of-three';
  }
  const side = (v: number) => Math.sign(v - mean);
  if (windows(7).some((w) => w.every((v) => side(v) !== 0 && side(v) === side(w[0])))) return 'one-side';
  return null;
}

describe('XmR chart', () => {
  it('gives the mean and limits of the NHSRplotthedots snapshot, and flags nothing in it', () => {
    const { segments, points } = computed(xmrChart(dots));
    expect(segments[0].mean).toBeCloseTo(0.142, 3);
    expect(segments[0].lower).toBeCloseTo(-3.01, 2);
    expect(segments[0].upper).toBeCloseTo(3.29, 2);
    expect(points.filter((point) => point.rule !== null)).toHaveLength(0);
  });

  it('gives the two facets of the same snapshot, the halves of the series, as segments of their own', () => {
    const { segments } = computed(xmrChart(dots, { rebaseAt: [10] }));
    const published = [
      { mean: 0.0746, lower: -2.6, upper: 2.75 },
      { mean: 0.209, lower: -3.28, upper: 3.7 },
    ];
    published.forEach(({ mean, lower, upper }, half) => {
      expect(Math.abs(segments[half].mean - mean)).toBeLessThan(0.0005);
      expect(segments[half].lower).toBeCloseTo(lower, 2);
      expect(segments[half].upper).toBeCloseTo(upper, 2);
    });
  });

  it('leaves two points near opposite limits alone, as the published case does', () => {
    const values = [...Array.from({ length: 14 }, (_, i) => (i % 2 === 0 ? 1 : -1)), 5.5, -5.5];
    const { points } = computed(xmrChart(values));
    expect(points.slice(-2).map((point) => point.rule)).toEqual([null, null]);
  });

  it('screens one wild moving range before the limits, once', () => {
    const wild = dots.map((value, i) => (i === 14 ? 10 : value));
    const screened = computed(xmrChart(wild)).segments[0];
    const plain = computed(xmrChart(wild, { screenRanges: false })).segments[0];
    expect(screened.upper - screened.lower).toBeLessThan(plain.upper - plain.lower);
    const ranges = wild.slice(1).map((value, i) => Math.abs(value - wild[i]));
    const mean = ranges.reduce((a, b) => a + b, 0) / ranges.length;
    const kept = ranges.filter((range) => range <= 3.267 * mean);
    expect(kept.length).toBeLessThan(ranges.length);
    expect(screened.meanRange).toBeCloseTo(kept.reduce((a, b) => a + b, 0) / kept.length, 12);
    expect(plain.upper - plain.mean).toBeCloseTo(2.66 * mean, 12);
  });

  it('needs seven rising points for a trend: six are not one, nor are seven with a step on the spot', () => {
    expect(rules([-1.4, -1, -0.6, -0.2, 0.2, 0.6, -0.5])).not.toContain('trend');
    const seven = [-1.4, -1, -0.6, -0.2, 0.2, 0.6, 1];
    expect(rules([...seven, 0])).toEqual([...new Array<string>(7).fill('trend'), null]);
    expect(rules([-1.4, -1, -0.6, -0.6, -0.2, 0.2, 0.6])).not.toContain('trend');
    expect(tail([1.4, 1, 0.6, 0.2, -0.2, -0.6, -1.1])[3].direction).toBe('low');
  });

  it('needs seven points on one side of the mean, and one on the mean ends the run', () => {
    const side = [1, 0.5, 0.6, 0.4, 0.7, 0.5, 0.9];
    expect(rules([-1, ...side, -1])).toEqual([null, ...new Array<string>(7).fill('one-side'), null]);
    expect(rules([-1, ...side.slice(0, 6), -1])).not.toContain('one-side');
  });

  it('flags two of three beyond two thirds of the same limit, and those two only', () => {
    expect(rules([0.5, 4.4, 0.1, 4.3, -0.4])).toEqual([null, 'two-of-three', null, 'two-of-three', null]);
    expect(rules([0.5, 4.4, 0.1, -0.2, 4.3])).not.toContain('two-of-three');
  });

  it('names the first rule in priority where several hold', () => {
    const points = tail([9, 9.1]);
    expect(points.map((point) => [point.rule, point.direction])).toEqual([
      ['outside-limits', 'high'],
      ['outside-limits', 'high'],
    ]);
  });

  it('agrees with the rules applied window by window', () => {
    const value = fc.integer({ min: -6, max: 6 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 12, maxLength: 40 }), (values) => {
        const chart = xmrChart(values);
        fc.pre('points' in chart);
        const { points } = computed(chart);
        points.forEach((point, i) => {
          expect(point.rule).toBe(bruteForceRule(points, i));
        });
      }),
      { seed: 71, numRuns: 300 },
    );
  });

  it('moves with the data: adding 7 and doubling moves every limit alike and flags the same points', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 12, maxLength: 30 }), (values) => {
        const chart = xmrChart(values);
        fc.pre('points' in chart);
        const before = computed(chart);
        const after = computed(xmrChart(values.map((value) => 2 * (value + 7))));
        expect(after.segments[0].upper).toBeCloseTo(2 * (before.segments[0].upper + 7), 9);
        expect(after.segments[0].meanRange).toBeCloseTo(2 * before.segments[0].meanRange, 9);
      }),
      { seed: 72 },
    );
  });

  it('starts limits anew after a step change: one shift of level, no flags left', () => {
    const step = [...quiet.slice(0, 20), ...quiet.slice(0, 20).map((value) => value + 20)];
    const rebased = computed(xmrChart(step, { rebaseAt: [20] }));
    expect(rebased.points.every((point) => point.rule === null)).toBe(true);
    expect(rebased.segments.map((segment) => segment.mean)).toEqual([0, 20]);
    expect(computed(xmrChart(step)).points.every((point) => point.rule !== null)).toBe(true);
  });

  it('takes a month without data out of the mean, the ranges and the runs', () => {
    const seven = [1, 0.5, 0.6, NaN, 0.7, 0.5, 0.9, 0.4];
    const points = tail([-1, ...seven]);
    expect(points.every((point) => point.rule === null)).toBe(true);
    const gap = computed(xmrChart([...quiet, NaN, ...quiet]));
    expect(gap.segments[0].meanRange).toBeCloseTo(2, 12);
  });

  it('is not computable with nine values, with nothing moving, or with a rebase outside the series', () => {
    expect(xmrChart(dots.slice(0, 9))).toMatchObject({ reason: 'too-few-periods' });
    expect(xmrChart(dots, { rebaseAt: [15] })).toMatchObject({ reason: 'too-few-periods' });
    expect(xmrChart(new Array<number>(12).fill(4))).toMatchObject({ reason: 'zero-variance' });
    expect(xmrChart(dots, { rebaseAt: [20] })).toMatchObject({ reason: 'invalid-input' });
  });
});
