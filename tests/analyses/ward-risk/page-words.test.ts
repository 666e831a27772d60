import { describe, expect, it } from 'vitest';
import { concentrationOf } from '../../../server/analyses/ward-risk/area-page-parts.ts';
import { trendReading } from '../../../server/analyses/ward-risk/area-trend-words.ts';
import { monthsInWords, otherLayerSentence } from '../../../server/analyses/ward-risk/other-layer-words.ts';

const pickUps = {
  whatIsCounted: 'all ambulance pick-ups',
  from: '2023-10',
  to: '2026-09',
  ward: 'Harbour',
  events: 2055,
  rounded: true,
  total: 9060,
  rank: 1,
  wards: 16,
};

describe('a ward in another layer', () => {
  it('says which months are counted, that a rounded count is rounded, and how sure the share is', () => {
    // Wilson (1927) for 2,055 of 9,060: 0.2183 to 0.2356.
    expect(otherLayerSentence(pickUps)).toBe(
      "All ambulance pick-ups, Oct 2023 to Sep 2026: about 2,055 in Harbour, 23 % (22–24 %) of the district's; by count, place 1 of 16 wards shown.",
    );
  });

  it('does not call an exact count rounded, nor give a share of a total that is hidden', () => {
    expect(otherLayerSentence({ ...pickUps, events: 34, rounded: false, total: null, rank: 8 })).toBe(
      'All ambulance pick-ups, Oct 2023 to Sep 2026: 34 in Harbour; by count, place 8 of 16 wards shown.',
    );
  });

  it('says that a hidden count is not none', () => {
    expect(otherLayerSentence({ ...pickUps, events: null, rank: null })).toMatch(
      /hidden, because it or one near it is small; it is not to be read as none\.$/,
    );
  });

  it('names one month once', () => {
    expect(monthsInWords({ from: '2026-02', to: '2026-02' })).toBe('Feb 2026');
  });
});

describe('concentration where counts are hidden', () => {
  const counts = [40, 10, 5, 5, 5, 5];

  it('is said as the least that it can be', () => {
    const made = concentrationOf(counts, 'cells of 500 m', 4);
    expect(made.reading).toMatch(/^Half of all events fell in at most 1 of 6 cells of 500 m/);
    expect(made.hidden).toBe(4);
  });

  it('is said as it is where every count is known', () => {
    const made = concentrationOf(counts, 'cells of 250 m');
    expect(made.reading).toMatch(/^Half of all events fell in 1 of 6 cells of 250 m/);
    expect(made).not.toHaveProperty('hidden');
  });
});

describe('a trend in which nothing stands out', () => {
  it('gives what is usual as a rate with its unit', () => {
    const month = { status: 'supplied', events: 6, perDay: 0.2, usedForLimits: true, rule: null } as const;
    const months = ['2026-01', '2026-02'].map((name) => ({ ...month, month: name, direction: null }));
    const [first] = trendReading(months, { mean: 0.2, lower: 0.05, upper: 0.42 }, null, null);
    expect(first).toMatch(/^Nothing stands out: months usually have 0\.05–0\.42 events a day,/);
  });
});
