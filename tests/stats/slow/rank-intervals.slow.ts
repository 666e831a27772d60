import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../server/stats/random.ts';
import { rankIntervals } from '../../../server/stats/rank-intervals.ts';
import { computed } from '../computed.ts';
import { simulateDistrict } from '../simulated-districts.ts';

/** With ten areas 200 districts tell the share to half a point of a hundred: five times as many judge the rule, not the seed. */
const districtsOf = (areas: number) => (areas === 10 ? 1000 : 200);
const SIZES = ['small', 'middle', 'large'] as const;

/** How often something held, of how many times. */
class Tally {
  held = 0;
  of = 0;
  add(held: boolean): void {
    this.of++;
    if (held) this.held++;
  }
  get share(): number {
    return this.held / this.of;
  }
}

/** True ranks inside their 95 % intervals over simulated districts: all, by size of population, and those shown as certain. */
function coverage(areas: number, meanRate: number, shape: number) {
  const random = seededRandom(1000 + areas);
  const all = new Tally();
  const bySize = SIZES.map(() => new Tally());
  const certain = new Tally();
  for (let district = 0; district < districtsOf(areas); district++) {
    const { events, population, trueRank } = simulateDistrict(areas, meanRate, shape, random);
    const { lower, upper } = computed(rankIntervals({ events, population, random, draws: 4000 }));
    const sorted = [...population].sort((a, b) => a - b);
    trueRank.forEach((rank, area) => {
      const held = lower[area] <= rank && rank <= upper[area];
      all.add(held);
      bySize[Math.floor((3 * sorted.indexOf(population[area])) / areas)].add(held);
      if (lower[area] === upper[area]) certain.add(held);
    });
  }
  const percent = ({ held, of }: Tally) => `${((100 * held) / of).toFixed(1)} % of ${of}`;
  console.log(
    `${areas} areas, rate ${meanRate}, shape ${shape}: ${percent(all)}; ` +
      `${bySize.map((tally, i) => `${SIZES[i]} ${percent(tally)}`).join(', ')}; single ranks ${percent(certain)}`,
  );
  return { all, bySize, certain };
}

describe('95 % rank intervals over 200 or more simulated districts with known rates', () => {
  const cases = [10, 23, 40, 84].flatMap((areas) => [
    { areas, meanRate: 0.02, shape: 4 },
    { areas, meanRate: 0.02, shape: 6 },
    { areas, meanRate: 0.003, shape: 4 },
  ]);
  it.each(cases)(
    'cover the truth 93 to 97 % of the time: $areas areas, $meanRate events a person, shape $shape',
    ({ areas, meanRate, shape }) => {
      const { all, bySize } = coverage(areas, meanRate, shape);
      expect(all.share).toBeGreaterThanOrEqual(0.93);
      expect(all.share).toBeLessThanOrEqual(0.97);
      for (const tally of bySize) expect(tally.share).toBeGreaterThanOrEqual(0.93);
    },
  );

  // With about 600 events an area most ranks are known for certain: no interval can be shorter than one rank.
  it.each([10, 23, 40, 84])(
    'never leave out more than 7 in 100 where events are very common: %i areas',
    (areas) => {
      const { bySize, certain } = coverage(areas, 0.1, 4);
      for (const tally of bySize) expect(tally.share).toBeGreaterThanOrEqual(0.93);
      expect(certain.of).toBeGreaterThan(100);
      expect(certain.share).toBeGreaterThanOrEqual(0.975);
    },
  );
});
