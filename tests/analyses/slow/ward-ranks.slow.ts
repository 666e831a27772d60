import { describe, expect, it } from 'vitest';
import { measures } from '../../../server/analyses/ward-risk/measures.ts';
import { seededRandom } from '../../../server/stats/random.ts';
import { simulateDistrict } from '../../stats/simulated-districts.ts';
import { areaOf, inputsOf } from '../ward-risk/measures-fixture.ts';

const DISTRICTS = 200;

/** Share of true ranks inside the intervals of a measures result, over districts with known rates. */
function coverage(areas: number, meanRate: number, shape: number): number {
  const random = seededRandom(7_000 + areas);
  let covered = 0;
  for (let district = 0; district < DISTRICTS; district++) {
    const { events, population, trueRank } = simulateDistrict(areas, meanRate, shape, random);
    const given = events.map((count, i) => areaOf(String(i), count, population[i]));
    const result = measures(inputsOf(given, { seed: district }));
    const rankOf = new Map(result.areas.map(({ code, rank }) => [code, rank!]));
    covered += trueRank.filter((rank, i) => {
      const { lower, upper } = rankOf.get(String(i))!;
      return lower <= rank && rank <= upper;
    }).length;
  }
  return covered / (DISTRICTS * areas);
}

describe('95 % rank intervals of a measures result over 200 simulated districts with known rates', () => {
  it.each([
    { areas: 84, meanRate: 0.02, shape: 6, what: 'the 84 LSOAs of a district' },
    { areas: 40, meanRate: 0.003, shape: 4, what: '40 wards with rare events' },
    { areas: 23, meanRate: 0.02, shape: 4, what: '23 wards with common events' },
  ])('hold the truth 93 to 97 % of the time for $what', ({ areas, meanRate, shape }) => {
    const covered = coverage(areas, meanRate, shape);
    console.log(`${areas} areas: ${(100 * covered).toFixed(2)} %`);
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.97);
  });
});
