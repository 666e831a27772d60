import { describe, expect, it } from 'vitest';
import { harmTotal } from '../../../server/analyses/ward-risk/harm-total.ts';
import { randomPoisson } from '../../../server/stats/distributions/random-poisson.ts';
import { seededRandom } from '../../../server/stats/random.ts';
import { cchi2026Derived } from '../../../server/weights/cchi-2026-derived.ts';
import { homeOfficeCosts } from '../../../server/weights/home-office-costs.ts';
import { onsCrimeSeverity } from '../../../server/weights/ons-crime-severity.ts';
import { plainCounts } from '../../../server/weights/plain-counts.ts';
import { shippedWeightSets } from '../../../server/weights/shipped-weight-sets.ts';
import type { WeightSet } from '../../../server/weights/weight-set.ts';

const weightOf = (set: WeightSet, category: string) => set.rows.find((row) => row.category === category);
const counted = (set: WeightSet, counts: Record<string, number>) =>
  Object.entries(counts).map(([category, events]) => ({ events, row: weightOf(set, category) }));

/** Byar's limits of 65 events, from methods.md 2.6 (PHEindicatormethods). */
const BYAR_65 = { lower: 50.16318771, upper: 82.849138546 };

describe('a harm-weighted total', () => {
  it('adds days as a hand would: 15 robberies and 50 shop thefts are 5,525 days', () => {
    const { total } = harmTotal(counted(cchi2026Derived, { robbery: 15, shoplifting: 50 }), false);
    expect(total).toBe(15 * 365 + 50 * 1);
  });

  it('has the interval of Dobson and others around it, from the limits of 65 events', () => {
    const { total, interval } = harmTotal(counted(cchi2026Derived, { robbery: 15, shoplifting: 50 }), false);
    const scale = Math.sqrt((15 * 365 ** 2 + 50) / 65);
    expect(interval!.lower).toBeCloseTo(total + scale * (BYAR_65.lower - 65), 5);
    expect(interval!.upper).toBeCloseTo(total + scale * (BYAR_65.upper - 65), 5);
  });

  it('has the interval of the count itself where every weight is one', () => {
    const { interval } = harmTotal(counted(plainCounts, { robbery: 15, shoplifting: 50 }), false);
    expect(interval!.lower).toBeCloseTo(BYAR_65.lower, 7);
    expect(interval!.upper).toBeCloseTo(BYAR_65.upper, 7);
  });

  it('covers the expected total 93 to 97 % of the time over 4,000 simulated wards', () => {
    const random = seededRandom(11);
    const rates = { robbery: 6, 'violent-crime': 40, shoplifting: 30, 'anti-social-behaviour': 60 };
    const expected = harmTotal(counted(cchi2026Derived, rates), false).total;
    let covered = 0;
    for (let ward = 0; ward < 4000; ward++) {
      const drawn = Object.fromEntries(
        Object.entries(rates).map(([slug, mean]) => [slug, randomPoisson(mean, random)]),
      );
      const { interval } = harmTotal(counted(cchi2026Derived, drawn), false);
      if (interval!.lower <= expected && expected <= interval!.upper) covered++;
    }
    expect(covered / 4000).toBeGreaterThan(0.93);
    expect(covered / 4000).toBeLessThan(0.97);
  });

  it('leaves out what police activity finds when only victims’ reports count', () => {
    const counts = counted(cchi2026Derived, {
      robbery: 2,
      drugs: 7,
      'possession-of-weapons': 3,
      shoplifting: 9,
    });
    expect(harmTotal(counts, false).total).toBeCloseTo(2 * 365 + 7 * 3.6 + 3 * 273.75 + 9, 9);
    expect(harmTotal(counts, true).total).toBe(2 * 365);
  });

  it('counts events without a weight instead of giving them one', () => {
    const { total, eventsWithoutWeight, eventsWeighted } = harmTotal(
      counted(homeOfficeCosts, { burglary: 2, drugs: 5, 'anti-social-behaviour': 4 }),
      false,
    );
    expect(total).toBeCloseTo(2 * 7720 * 2.17, 6);
    expect(eventsWithoutWeight).toBe(9);
    expect(eventsWeighted).toBe(2);
  });

  it('has no interval where nothing weighted was seen, rather than one of no width', () => {
    expect(harmTotal(counted(homeOfficeCosts, { drugs: 5 }), false)).toMatchObject({
      total: 0,
      interval: null,
    });
  });

  it('gives the range that the source leaves open', () => {
    const { total, weightRange } = harmTotal(counted(cchi2026Derived, { 'violent-crime': 10 }), false);
    expect([weightRange.low, total, weightRange.high].map((value) => Number(value.toFixed(6)))).toEqual([
      1590.7, 1970, 2351.2,
    ]);
  });
});

describe('the weight tables', () => {
  it('are led by the days derived from the Cambridge index, category by category', () => {
    expect(shippedWeightSets[0]).toBe(cchi2026Derived);
    expect(
      Object.fromEntries(cchi2026Derived.rows.map(({ category, weight }) => [category, weight])),
    ).toEqual({
      'violent-crime': 197,
      robbery: 365,
      'possession-of-weapons': 273.75,
      burglary: 222,
      'criminal-damage-arson': 11.6,
      'other-crime': 10,
      'public-order': 7.5,
      'vehicle-crime': 5,
      drugs: 3.6,
      'theft-from-the-person': 2,
      'other-theft': 2,
      'bicycle-theft': 2,
      shoplifting: 1,
      'anti-social-behaviour': 1,
    });
  });

  it.each(shippedWeightSets.map((set) => [set.slug, set] as const))(
    '%s: the 14 police.uk categories once each, with source, year and note, and a range that holds the weight',
    (_, set) => {
      const slugs = set.rows.map(({ category }) => category);
      expect(new Set(slugs).size).toBe(14);
      expect([...slugs].sort()).toEqual(cchi2026Derived.rows.map(({ category }) => category).sort());
      for (const row of set.rows) {
        expect(row.source.length, row.category).toBeGreaterThan(3);
        expect(row.sourceYear, row.category).toBeGreaterThan(2000);
        expect(row.note.length, row.category).toBeGreaterThan(3);
        if (row.weight === null) expect([row.low, row.high]).toEqual([null, null]);
        else {
          expect(row.low!, row.category).toBeLessThanOrEqual(row.weight);
          expect(row.high!, row.category).toBeGreaterThanOrEqual(row.weight);
        }
      }
      const proactive = set.rows
        .filter(({ victimReported }) => !victimReported)
        .map(({ category }) => category);
      expect(proactive.sort()).toEqual(['drugs', 'possession-of-weapons', 'shoplifting']);
    },
  );

  it('mark every severity weight that is only the middle of a range as crude', () => {
    for (const row of onsCrimeSeverity.rows) {
      if (row.low !== row.high) expect(row.quality, row.category).toBe('crude');
    }
    expect(weightOf(onsCrimeSeverity, 'violent-crime')!.weight).toBeCloseTo(Math.sqrt(9 * 7979), 0);
    expect(weightOf(onsCrimeSeverity, 'robbery')).toMatchObject({ weight: 746, quality: 'published' });
  });

  it('scale recorded crime to all crime before it is priced', () => {
    expect(weightOf(homeOfficeCosts, 'robbery')!.weight).toBeCloseTo(10_490 * 2.02, 6);
    expect(weightOf(homeOfficeCosts, 'violent-crime')).toMatchObject({
      low: 7150 * 0.98,
      high: 15_720 * 1.64,
    });
  });
});
