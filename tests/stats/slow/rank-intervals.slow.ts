import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../server/stats/random.ts';
import { rankIntervals } from '../../../server/stats/rank-intervals.ts';
import { computed } from '../computed.ts';
import { simulateDistrict } from '../simulated-districts.ts';

const DISTRICTS = 200;

/** Share of true ranks inside their 95 % intervals over many simulated districts. */
function coverage(wards: number, meanRate: number, shape: number, seed: number): number {
  const random = seededRandom(seed);
  let covered = 0;
  for (let district = 0; district < DISTRICTS; district++) {
    const { events, population, trueRank } = simulateDistrict(wards, meanRate, shape, random);
    const { lower, upper } = computed(rankIntervals({ events, population, random, draws: 4000 }));
    covered += trueRank.filter((rank, ward) => lower[ward] <= rank && rank <= upper[ward]).length;
  }
  return covered / (DISTRICTS * wards);
}

describe('rank intervals over 200 simulated districts with known rates', () => {
  it.each([
    { wards: 84, meanRate: 0.02, shape: 6, what: 'LSOAs of a district, common events' },
    { wards: 84, meanRate: 0.003, shape: 4, what: 'LSOAs of a district, rare events' },
    { wards: 40, meanRate: 0.003, shape: 4, what: 'wards of a large district, rare events' },
  ])('cover the truth 93 to 97 % of the time: $what', ({ wards, meanRate, shape }) => {
    const covered = coverage(wards, meanRate, shape, 1000 + wards);
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.97);
  });

  it('errs on the wide side with 23 wards and common events, where a rank is a coarse thing', () => {
    const covered = coverage(23, 0.02, 4, 23);
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.985);
  });
});
