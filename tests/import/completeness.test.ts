import { describe, expect, it } from 'vitest';
import { checkCompleteness, type MonthSupply } from '../../data-import/steps/completeness.ts';
import { daysInMonth, monthNoOf, monthOf } from '../../server/contract/month-no.ts';
import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import { seededRandom } from '../../server/stats/random.ts';

const CATEGORY_SHARES = [0.4, 0.12, 0.1, 0.08, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01, 0.01];

/** Months of a force with so many events a day, by a factor per month. */
function series(perDay: number, factors: readonly number[], seed: number): MonthSupply[] {
  const random = seededRandom(seed);
  return factors.map((factor, i) => {
    const monthNo = monthNoOf('2022-01') + i;
    const counts: Record<string, number> = {};
    CATEGORY_SHARES.forEach((share, c) => {
      counts[`category-${c}`] = randomPoisson(perDay * daysInMonth(monthNo) * share * factor, random);
    });
    return { monthNo, counts };
  });
}

const flaggedIn = (months: readonly MonthSupply[]) =>
  checkCompleteness(months)
    .filter(({ status }) => status !== 'supplied')
    .map(({ monthNo, status }) => `${monthOf(monthNo)} ${status}`);

const steady = (n: number) => Array<number>(n).fill(1);

describe('completeness check', () => {
  it('is silent on chance, for forces from 20 to 3,000 events a day', () => {
    for (const perDay of [20, 100, 600, 3000])
      for (let seed = 1; seed <= 20; seed++) expect(flaggedIn(series(perDay, steady(36), seed))).toEqual([]);
  });

  it('is silent on a season of 10 % up and down, the newest month in the trough', () => {
    const season = Array.from({ length: 36 }, (_, i) => 1 + 0.1 * Math.cos((2 * Math.PI * (i - 6)) / 12));
    for (let last = 24; last <= 36; last++)
      expect(flaggedIn(series(600, season.slice(0, last), 7))).toEqual([]);
  });

  it('is silent when one category disappears, however large', () => {
    const months = series(600, steady(12), 3);
    const broken = months.map((m, i) => (i === 6 ? { ...m, counts: { ...m.counts, 'category-0': 0 } } : m));
    expect(flaggedIn(broken)).toEqual([]);
  });

  it('flags a month delivered by a half, and not its neighbours', () => {
    const factors = steady(12);
    factors[5] = 0.5;
    expect(flaggedIn(series(600, factors, 1))).toEqual(['2022-06 under-supplied']);
  });

  it('flags a month delivered twice', () => {
    const factors = steady(12);
    factors[5] = 2;
    expect(flaggedIn(series(600, factors, 1))).toEqual(['2022-06 over-supplied']);
  });

  it('flags every month of a run of four, and none beside it', () => {
    const factors = steady(14);
    factors.fill(0.6, 5, 9);
    expect(flaggedIn(series(600, factors, 2))).toEqual(
      ['2022-06', '2022-07', '2022-08', '2022-09'].map((month) => `${month} under-supplied`),
    );
  });

  it('gives no verdict with one neighbour', () => {
    const [first, second] = checkCompleteness(series(600, [1, 0.3], 1));
    expect([first.expectedEvents, second.status]).toEqual([null, 'supplied']);
  });
});
