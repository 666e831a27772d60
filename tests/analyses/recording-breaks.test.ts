import { describe, expect, it } from 'vitest';
import {
  findRecordingBreaks,
  type MonthCounts,
} from '../../server/analyses/data-quality/recording-breaks.ts';
import { daysInMonth } from '../../server/contract/month-no.ts';
import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import { seededRandom } from '../../server/stats/random.ts';

const FIRST = 2022 * 12;

/** Months of Poisson counts around daily rates that a test bends. */
function series(
  months: number,
  rateOf: (category: string, month: number) => number,
  seed = 1,
): MonthCounts[] {
  const random = seededRandom(seed);
  return Array.from({ length: months }, (_, month) => ({
    monthNo: FIRST + month,
    counts: Object.fromEntries(
      ['anti-social-behaviour', 'burglary', 'violent-crime', 'shoplifting'].map((category) => [
        category,
        randomPoisson(rateOf(category, month) * daysInMonth(FIRST + month), random),
      ]),
    ),
  }));
}

/** A summer that doubles anti-social behaviour. */
const season = (month: number) => 1.5 + 0.5 * Math.cos((2 * Math.PI * (month - 6)) / 12);

describe('breaks in recording', () => {
  it('are found in the month they begin, with the size they have, under a strong season', () => {
    // Anti-social behaviour of one force fell by 42.6 % in a year when it changed what it recorded.
    const months = series(42, (category, month) =>
      category === 'anti-social-behaviour' ? 20 * season(month) * (month >= 20 ? 0.574 : 1) : 15,
    );
    const [step, ...others] = findRecordingBreaks(months);
    expect(others).toEqual([]);
    expect(step.category).toBe('anti-social-behaviour');
    expect(Math.abs(step.monthNo - (FIRST + 20))).toBeLessThanOrEqual(1);
    expect(step.ratio).toBeGreaterThan(0.53);
    expect(step.ratio).toBeLessThan(0.62);
    expect(step.othersRatio).toBeCloseTo(1, 1);
  });

  it('are not seen in chance, in seasons, in a slow drift or in a rise of everything', () => {
    for (let seed = 1; seed <= 20; seed++) {
      expect(findRecordingBreaks(series(48, () => 2, seed))).toEqual([]);
      expect(findRecordingBreaks(series(48, (_, month) => 10 * season(month), seed))).toEqual([]);
      expect(
        findRecordingBreaks(
          series(48, (category, month) => (category === 'burglary' ? 20 * 0.975 ** month : 15), seed),
        ),
      ).toEqual([]);
      expect(findRecordingBreaks(series(48, (_, month) => (month >= 24 ? 20 : 8), seed))).toEqual([]);
    }
  });

  it('need a year on both sides and no missing month in it', () => {
    const stepped = (months: number) =>
      series(months, (category, month) => (category === 'burglary' && month >= 12 ? 40 : 15));
    expect(findRecordingBreaks(stepped(23))).toEqual([]);
    expect(findRecordingBreaks(stepped(24)).map(({ category }) => category)).toEqual(['burglary']);
    expect(findRecordingBreaks(stepped(24).filter(({ monthNo }) => monthNo !== FIRST + 5))).toEqual([]);
  });

  it('include a category that stops altogether', () => {
    const months = series(30, (category, month) => (category === 'shoplifting' && month >= 15 ? 0 : 15));
    const [step] = findRecordingBreaks(months);
    expect(step).toMatchObject({ category: 'shoplifting', monthNo: FIRST + 15 });
    expect(step.ratio).toBeLessThan(0.01);
  });
});
