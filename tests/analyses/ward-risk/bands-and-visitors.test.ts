import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annualRate, bandAgainst, tooFewToSay } from '../../../server/analyses/ward-risk/area-band.ts';
import type { MeasuredArea } from '../../../server/analyses/ward-risk/measures-inputs.ts';
import { twoDigits } from '../../../server/analyses/ward-risk/measures-words.ts';
import { visitorsWarning } from '../../../server/analyses/ward-risk/visitors.ts';

describe('the band of an area against its district', () => {
  // Byar, 65 events (methods.md 2.6): 95 % 50.163 to 82.849, 99.8 % 42.880 to 94.000, here per 1,000 people and year.
  const rate = annualRate(65, 1000, 1)!;

  it.each([
    [42.8, 'much-higher'],
    [42.9, 'higher'],
    [50.1, 'higher'],
    [50.2, 'similar'],
    [65, 'similar'],
    [82.8, 'similar'],
    [82.9, 'lower'],
    [93.9, 'lower'],
    [94.1, 'much-lower'],
  ] as const)('65 events where the district would have %d is %s', (district, band) => {
    expect(bandAgainst(rate, district)).toBe(band);
  });

  it('is never decided by the point alone: a rate twice the district’s with three events stays similar', () => {
    expect(bandAgainst(annualRate(3, 1000, 1)!, 1.5)).toBe('similar');
  });

  it('is too few to say under 3.69 expected events, where even none would not be unusual', () => {
    expect(tooFewToSay(3.68, 'similar')).toBe(true);
    expect(tooFewToSay(3.7, 'similar')).toBe(false);
    expect(tooFewToSay(1, 'higher'), 'an unusual count speaks for itself').toBe(false);
  });

  it('has no rate where nobody is there', () => {
    expect(annualRate(4, 0, 1)).toBeNull();
  });

  it('does not depend on how the years and the people are split', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 9000 }),
        fc.constantFrom(1, 2, 5),
        (events, people, years) => {
          const one = annualRate(events, people, years)!;
          const other = annualRate(events, people * years, 1)!;
          expect(one.rate).toBeCloseTo(other.rate, 9);
          expect(one.upper).toBeCloseTo(other.upper, 9);
        },
      ),
    );
  });
});

describe('the warning about visitors', () => {
  const area: MeasuredArea = {
    code: 'X',
    name: 'Harbour',
    counts: [],
    countsPrevious: null,
    countsLastYear: null,
    people: 4000,
    residents: 4000,
    workday: null,
    statedVisitors: false,
    allEvents: 400,
    visitorEvents: 120,
  };
  const context = { rate: 250, districtRate: 90, visitorShare: 0.18, denominator: 'resident' as const };

  it('comes from the data: far above the district’s rate with far more of what follows visitors', () => {
    expect(visitorsWarning(area, context)).toContain('30 %');
    expect(visitorsWarning(area, { ...context, rate: 170 })).toBeNull();
    expect(visitorsWarning(area, { ...context, visitorShare: 0.25 })).toBeNull();
    expect(visitorsWarning({ ...area, allEvents: 40, visitorEvents: 12 }, context), 'too few').toBeNull();
  });

  it('goes by the workday population where one is supplied, and by that alone', () => {
    expect(visitorsWarning({ ...area, workday: 9200 }, context)).toContain('2.3 people');
    expect(visitorsWarning({ ...area, workday: 4800 }, context)).toBeNull();
    expect(visitorsWarning({ ...area, workday: 9200 }, { ...context, denominator: 'workday' })).toBeNull();
  });

  it('goes by a supplied list before anything else', () => {
    expect(visitorsWarning({ ...area, statedVisitors: true, workday: 100 }, context)).toContain('list');
  });
});

describe('a ratio in words', () => {
  it.each([
    [0, '0'],
    [0.034, '0.03'],
    [0.994, '0.99'],
    [0.996, '1.0'],
    [2.449, '2.4'],
    [9.94, '9.9'],
    [9.96, '10'],
    [1234.4, '1,234'],
  ])('%d is %s', (value, words) => expect(twoDigits(value)).toBe(words));
});
