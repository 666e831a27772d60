import { describe, expect, it } from 'vitest';
import {
  areaHours,
  areaSeasonality,
  areaTrend,
  type MonthCount,
} from '../../../server/analyses/ward-risk/area-trend.ts';
import { daysInMonth } from '../../../server/contract/month-no.ts';

const JANUARY_2023 = 2023 * 12;
/** Months with this many events a day, supplied unless said otherwise. */
const monthsOf = (
  perDay: readonly number[],
  status: Record<number, MonthCount['status']> = {},
): MonthCount[] =>
  perDay.map((rate, i) => {
    const monthNo = JANUARY_2023 + i;
    const own = status[i] ?? 'supplied';
    return {
      monthNo,
      status: own,
      events: own === 'not-supplied' ? null : Math.round(rate * daysInMonth(monthNo)),
    };
  });
/** 4 and 6 a day in turn: mean 5, moving range 2, so limits 5 ± 2.66 x 2 (Wheeler), give or take whole events. */
const alternating = Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 4 : 6));

describe('the trend of an area', () => {
  it('has the limits of an XmR chart on events per day: 5 ± 5.32, and never under 0', () => {
    const { limits } = areaTrend(monthsOf(alternating));
    expect(limits!.mean).toBeCloseTo(5, 1);
    expect(limits!.upper).toBeCloseTo(10.32, 1);
    expect(limits!.lower).toBe(0);
  });

  it('calls a month above the limits news, and says what is usual', () => {
    const { months, reading } = areaTrend(monthsOf([...alternating, 14]));
    expect(months.filter(({ rule }) => rule !== null).map(({ month }) => month)).toEqual(['2025-01']);
    expect(reading[0]).toContain('Jan 2025 was above the usual range: 14 a day');
  });

  it('does not take a short February for a fall', () => {
    const { months } = areaTrend(monthsOf(alternating));
    expect(months[1].events!).toBeLessThan(months[3].events!);
    expect(months[1].rule).toBeNull();
    expect(months[1].perDay!).toBeCloseTo(6, 1);
  });

  it('leaves an under-supplied month out of limits and alarms, and names it', () => {
    const faulty = areaTrend(monthsOf([...alternating, 0.1], { 24: 'under-supplied' }));
    expect(faulty.months[24]).toMatchObject({ usedForLimits: false, rule: null });
    expect(faulty.months[24].events).not.toBeNull();
    expect(faulty.limits).toEqual(areaTrend(monthsOf(alternating)).limits);
    expect(faulty.reading.at(-1)).toContain('Jan 2025');
  });

  it('keeps a month that was not supplied as a gap, never as 0', () => {
    const gap = areaTrend(monthsOf(alternating, { 3: 'not-supplied' }));
    expect(gap.months[3]).toMatchObject({ events: null, perDay: null, status: 'not-supplied' });
  });

  it('says that nothing stands out where nothing does', () => {
    expect(areaTrend(monthsOf(alternating)).reading[0]).toContain('Nothing stands out');
  });

  it('names a shift of seven months on one side', () => {
    const shifted = [...alternating, 7, 6.5, 7, 6.6, 7, 6.7, 7, 6.8];
    expect(areaTrend(monthsOf(shifted)).reading.join(' ')).toContain(
      'Dec 2024 to Aug 2025: 9 months in a row above the average',
    );
  });

  it('finds a rise over three years with its size, and none where there is none', () => {
    const rising = Array.from({ length: 36 }, (_, i) => 5 + i * 0.1 + (i % 2) * 0.3);
    const { tendency } = areaTrend(monthsOf(rising));
    expect(tendency!.direction).toBe('rising');
    expect(tendency!.perYear!).toBeCloseTo(1.2, 1);
    expect(areaTrend(monthsOf(alternating)).tendency!.direction).toBe('no-evidence');
  });

  it('draws no limits through five months, and says why', () => {
    const { limits, notComputable, reading } = areaTrend(monthsOf([4, 6, 4, 6, 4]));
    expect(limits).toBeNull();
    expect(notComputable?.reason).toBe('too-few-periods');
    expect(reading[0]).toContain('at least 10');
  });
});

describe('the season of an area', () => {
  const summer = Array.from({ length: 36 }, (_, i) => (i % 12 === 6 || i % 12 === 7 ? 9 : 5));

  it('finds July and August, months numbered as on a calendar', () => {
    const { index, reading } = areaSeasonality(monthsOf(summer));
    expect(index!.map(({ month }) => month)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(index!.reduce((sum, entry) => sum + entry.index, 0) / 12).toBeCloseTo(1, 9);
    expect(index![6].index).toBeCloseTo(9 / (68 / 12), 1);
    expect(reading).toMatch(/July \(1\.6\) and August \(1\.6\)/);
  });

  it('is refused with a faulty month, because the year around it would be wrong', () => {
    expect(areaSeasonality(monthsOf(summer, { 5: 'under-supplied' })).notComputable?.detail).toContain(
      '1 of 36',
    );
  });
});

describe('the trend of a restricted layer', () => {
  const withHidden = (places: readonly number[], count = 24): MonthCount[] =>
    monthsOf(Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 4 : 6))).map((month, i) =>
      places.includes(i) ? { ...month, events: null, hidden: true } : month,
    );

  it('keeps one hidden month as a gap, out of the limits, and says that the range may read high', () => {
    const { months, limits, reading } = areaTrend(withHidden([5]));
    expect(months[5]).toMatchObject({ events: null, hidden: true, usedForLimits: false, rule: null });
    expect(limits!.mean).toBeCloseTo(4.9, 0);
    expect(reading.at(-1)).toContain('Hidden, and so not in the usual range: Jun 2023');
  });

  it('draws no usual range where more than one month in ten is hidden', () => {
    const { limits, notComputable, tendency } = areaTrend(withHidden([1, 3, 5]));
    expect(limits).toBeNull();
    expect(notComputable?.detail).toContain('3 of 24 months are hidden');
    expect(tendency).toBeNull();
  });

  it('reads quarters as quarters, per day of the months that were supplied', () => {
    const quarters: MonthCount[] = Array.from({ length: 12 }, (_, i) => ({
      monthNo: JANUARY_2023 + 3 * i,
      toMonthNo: JANUARY_2023 + 3 * i + 2,
      days: 90,
      status: 'supplied',
      events: i % 2 === 0 ? 360 : 540,
    }));
    const { months, limits, reading } = areaTrend(quarters, 'quarter');
    expect(months[1]).toMatchObject({ month: '2023-04', to: '2023-06', perDay: 6 });
    expect(limits!.mean).toBeCloseTo(5, 9);
    expect(reading[0]).toContain('quarters usually have');
  });

  it('has no season with a hidden month that nothing stands in for, and says so where one does', () => {
    expect(areaSeasonality(withHidden([5], 36)).notComputable?.detail).toContain('1 of 36 are hidden');
    const standing = withHidden([], 36).map((month, i) =>
      i === 5 ? { ...month, events: 150.5, standsIn: true } : month,
    );
    expect(areaSeasonality(standing).reading).toContain(
      '1 hidden month of 36 stands at what the quarter leaves',
    );
  });
});

describe('hours of the week', () => {
  it('are refused for data dated by month, with the reason', () => {
    expect(areaHours(false, [], 'Police data names the month only.')).toMatchObject({
      byHourOfWeek: null,
      reading: 'Police data names the month only.',
    });
  });

  it('add up by hour and by day, and name the busiest eight hours across midnight', () => {
    const counts = [
      { weekday: 4, hour: 23, events: 60 },
      { weekday: 5, hour: 1, events: 30 },
      { weekday: 0, hour: 12, events: 10 },
    ];
    const { byHour, byWeekday, reading } = areaHours(true, counts, '');
    expect(byHour![23]).toBe(60);
    expect(byWeekday).toEqual([10, 0, 0, 0, 60, 30, 0]);
    expect(reading).toContain('90 % fall in the eight hours');
    expect(reading).toContain('Friday has most of any day (60 %)');
  });
});
