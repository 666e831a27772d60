import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarPeriods } from '../../server/stats/calendar-periods.ts';
import { periodChange } from '../../server/stats/period-change.ts';
import { twoCountETest } from '../../server/stats/two-count-test.ts';
import { computed } from './computed.ts';

describe('change between two periods', () => {
  it('gives the published E-test p of 0.1749 for 6 against 2 and of 0.0884 for 0 against 3', () => {
    const { pValue, ratio } = computed(
      periodChange({ before: [6, 0], after: [2, 3], daysBefore: 30, daysAfter: 30 }),
    );
    expect(Math.abs(pValue[0] - 0.1749)).toBeLessThan(0.0005);
    expect(Math.abs(pValue[1] - 0.0884)).toBeLessThan(0.0005);
    expect(ratio[0]).toBeCloseTo(1 / 3, 14);
    expect(ratio[1]).toBeNaN();
  });

  it('adjusts by Benjamini-Hochberg over the computable units alone, as defined: the least n p(j) / j above', () => {
    const count = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 25 }), (pairs) => {
        const before = pairs.map(([b]) => b);
        const after = pairs.map(([, a]) => a);
        const result = computed(periodChange({ before, after, daysBefore: 28, daysAfter: 31 }));
        const tests = pairs.map(([b, a]) => twoCountETest(b, 28, a, 31));
        const tested = tests.flatMap((test) => ('pValue' in test ? [test.pValue] : [])).sort((x, y) => x - y);
        tests.forEach((test, unit) => {
          if (!('pValue' in test)) {
            expect(result.adjustedP[unit]).toBeNaN();
            expect(result.direction[unit]).toBe('not-computable');
            return;
          }
          const candidates = tested.map((p, j) =>
            p >= test.pValue ? (tested.length * p) / (j + 1) : Infinity,
          );
          const wanted = Math.min(1, ...candidates);
          expect(result.adjustedP[unit]).toBeCloseTo(wanted, 12);
          const named = result.direction[unit] === 'rise' || result.direction[unit] === 'fall';
          if (Math.abs(wanted - 0.05) > 1e-9) expect(named).toBe(wanted < 0.05);
        });
      }),
      { seed: 91, numRuns: 40 },
    );
  });

  it('sees no change where the counts differ only as the days do', () => {
    const result = computed(periodChange({ before: [280], after: [310], daysBefore: 28, daysAfter: 31 }));
    expect(result.rateAfter[0]).toBeCloseTo(result.rateBefore[0], 12);
    expect(result.direction[0]).toBe('no-evidence');
    expect(result.pValue[0]).toBeGreaterThan(0.99);
  });

  it('names a rise and a fall by the rate and refuses the ward with nothing in either period', () => {
    const result = computed(
      periodChange({ before: [10, 90, 0, 20], after: [60, 30, 0, 22], daysBefore: 365, daysAfter: 365 }),
    );
    expect(result.direction).toEqual(['rise', 'fall', 'not-computable', 'no-evidence']);
    expect(result.refused).toMatchObject([{ unit: 2, refusal: { reason: 'all-zero' } }]);
  });

  it('turns round when the periods swap', () => {
    const one = computed(periodChange({ before: [12, 4], after: [30, 5], daysBefore: 90, daysAfter: 92 }));
    const other = computed(periodChange({ before: [30, 5], after: [12, 4], daysBefore: 92, daysAfter: 90 }));
    for (const unit of [0, 1]) {
      expect(other.pValue[unit]).toBeCloseTo(one.pValue[unit], 12);
      expect(other.ratio[unit]).toBeCloseTo(1 / one.ratio[unit], 12);
    }
  });

  it('is not computable without units or days', () => {
    expect(periodChange({ before: [], after: [], daysBefore: 1, daysAfter: 1 })).toMatchObject({
      reason: 'invalid-input',
    });
    expect(periodChange({ before: [1], after: [2], daysBefore: 0, daysAfter: 1 })).toMatchObject({
      reason: 'invalid-input',
    });
  });
});

describe('calendar periods', () => {
  it('cuts half-open months with their days, leap February included, and counts the days that fit no month', () => {
    const result = calendarPeriods('2020-01-15', '2020-04-10', 'month');
    expect(result.periods).toEqual([
      { from: '2020-02-01', to: '2020-03-01', days: 29 },
      { from: '2020-03-01', to: '2020-04-01', days: 31 },
    ]);
    expect([result.droppedDaysAtStart, result.droppedDaysAtEnd]).toEqual([17, 9]);
  });

  it('starts weeks on Monday and quarters in January, April, July and October', () => {
    const weeks = calendarPeriods('2019-01-01', '2019-01-22', 'week');
    expect(weeks.periods.map((period) => period.from)).toEqual(['2019-01-07', '2019-01-14']);
    const quarters = calendarPeriods('2018-12-31', '2019-12-31', 'quarter');
    expect(quarters.periods.map((period) => [period.from, period.days])).toEqual([
      ['2019-01-01', 90],
      ['2019-04-01', 91],
      ['2019-07-01', 92],
    ]);
  });

  it('loses no day: dropped and kept days are the whole span, and periods touch', () => {
    const day = fc.integer({ min: 0, max: 20_000 });
    const unit = fc.constantFrom('week' as const, 'month' as const, 'quarter' as const);
    const iso = (n: number) => new Date(n * 86_400_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 800 }), unit, (start, length, size) => {
        const result = calendarPeriods(iso(start), iso(start + length), size);
        const kept = result.periods.reduce((sum, period) => sum + period.days, 0);
        expect(result.droppedDaysAtStart + kept + result.droppedDaysAtEnd).toBe(length);
        result.periods.forEach((period, i) => {
          if (i > 0) expect(period.from).toBe(result.periods[i - 1].to);
        });
      }),
      { seed: 92 },
    );
  });

  it('names a date that does not exist and a span that runs backwards', () => {
    expect(() => calendarPeriods('2019-02-30', '2019-05-01', 'month')).toThrow(/2019-02-30/);
    expect(() => calendarPeriods('2019-05-01', '2019-02-01', 'month')).toThrow(/end after it starts/);
  });
});
