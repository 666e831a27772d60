import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sayBand } from '../../web/words/bands.ts';
import {
  formatCount,
  formatDay,
  formatDistance,
  formatEvents,
  formatInstant,
  formatInterval,
  formatMeasure,
  formatMonth,
  formatMonthShort,
  formatPeriod,
  formatPValue,
  formatShare,
  formatShareInterval,
  formatZ,
  keepUnits,
} from '../../web/words/format.ts';

describe('figures in words', () => {
  test('thousands are separated', () => {
    expect(formatCount(7733)).toBe('7,733');
    expect(formatEvents(1)).toBe('1 event');
    expect(formatEvents(1015)).toBe('1,015 events');
  });

  test('shares have no decimals unless they are under 1 %', () => {
    expect(formatShare(0.331)).toBe('33\u00a0%');
    expect(formatShare(0.0042)).toBe('0.4\u00a0%');
    expect(formatShare(0.0002)).toBe('under 0.1\u00a0%');
    expect(formatShare(0)).toBe('0\u00a0%');
    expect(formatShare(1)).toBe('100\u00a0%');
  });

  test('a share is never rounded to all or to none unless it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => {
        expect(formatShare(share)).not.toMatch(/^(0|100)\u00a0%$/);
      }),
    );
  });

  test('intervals have an en dash and the unit once', () => {
    expect(formatShareInterval(0.32, 0.34)).toBe('32–34\u00a0%');
    expect(formatShareInterval(0.046, 0.053)).toBe('4.6–5.3\u00a0%');
    expect(formatInterval(1.62, 3.5)).toBe('1.62–3.50');
    expect(formatInterval(87, 98.94)).toBe('87.0–98.9');
    expect(formatInterval(95.6, 104.2)).toBe('96–104');
  });

  test('measures keep three figures and no more', () => {
    expect(formatMeasure(9474.36)).toBe('9,470');
    expect(formatMeasure(251.6)).toBe('252');
    expect(formatMeasure(12.34)).toBe('12.3');
    expect(formatMeasure(0.0456)).toBe('0.046');
    expect(formatMeasure(0)).toBe('0');
  });

  test('a p-value is never 0', () => {
    expect(formatPValue(1e-20)).toBe('under\u00a00.001');
    expect(formatPValue(0.0123)).toBe('0.012');
    expect(formatPValue(0.5)).toBe('0.50');
    expect(formatPValue(0.0996)).toBe('0.10');
  });

  test('a z below zero has a true minus sign, and no minus zero', () => {
    expect(formatZ(-2.34)).toBe('−2.3');
    expect(formatZ(-0.01)).toBe('0.0');
    expect(formatZ(17.42)).toBe('17.4');
  });

  test('metres become kilometres from 1,000', () => {
    expect(formatDistance(250)).toBe('250\u00a0m');
    expect(formatDistance(1500)).toBe('1.5\u00a0km');
  });

  test('months and days are written as people say them', () => {
    expect(formatMonth('2018-10')).toBe('Oct 2018');
    expect(formatPeriod('2018-10', '2019-02')).toBe('Oct 2018 – Feb 2019');
    expect(formatPeriod('2018-10', '2018-10')).toBe('Oct 2018');
    expect(formatDay('2018-10-02T23:30:00Z')).toBe('3 October 2018');
    expect(formatDay('2018-09-02')).toBe('2 September 2018');
    expect(formatInstant('2018-09-02T23:05:00Z')).toBe('3 Sep 2018, 00:05');
    expect(formatMonthShort('2018-09')).toBe('Sep 18');
  });

  test('a unit stays on the line of its number', () => {
    expect(keepUnits('41 of 1,312 cells (32–34 %) at 250 m more')).toBe(
      '41 of 1,312 cells (32\u2060–\u206034\u00a0%) at 250\u00a0m more',
    );
  });
});

describe('evidence in words', () => {
  test('says what is expected and how sure, and never judges a place', () => {
    const said = [-3, -2, -1, 0, 1, 2, 3].map(sayBand);
    expect(said[6]).toBe('More than expected here, 99\u00a0% sure');
    expect(said[0]).toBe('Fewer than expected here, 99\u00a0% sure');
    expect(said[3]).toBe('No evidence of a hot spot');
    for (const words of said) expect(words).not.toMatch(/risk|danger|safe|bad/i);
  });
});
