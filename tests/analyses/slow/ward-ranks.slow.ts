import { expect, it } from 'vitest';
import { measures } from '../../../server/analyses/ward-risk/measures.ts';
import { seededRandom } from '../../../server/stats/random.ts';
import { simulateDistrict } from '../../stats/simulated-districts.ts';
import { areaOf, inputsOf } from '../ward-risk/measures-fixture.ts';

const DISTRICTS = 200;

it.each([
  { areas: 84, meanRate: 0.02, shape: 6, what: 'LSOAs of a district, common events' },
  { areas: 40, meanRate: 0.003, shape: 4, what: 'wards of a large district, rare events' },
])(
  'ranks shown as certain are certain: 95 % intervals of the result hold the truth 93 to 97 % of the time ($what)',
  ({ areas, meanRate, shape }) => {
    const random = seededRandom(7_000 + areas);
    let covered = 0;
    for (let district = 0; district < DISTRICTS; district++) {
      const { events, population, trueRank } = simulateDistrict(areas, meanRate, shape, random);
      const given = Array.from(events, (count, i) => areaOf(String(i), count, population[i]));
      const byCode = new Map(
        measures(inputsOf(given, { seed: district })).areas.map((area) => [area.code, area.rank!]),
      );
      covered += trueRank.filter((rank, i) => {
        const { lower, upper } = byCode.get(String(i))!;
        return lower <= rank && rank <= upper;
      }).length;
    }
    expect(covered / (DISTRICTS * areas)).toBeGreaterThanOrEqual(0.93);
    expect(covered / (DISTRICTS * areas)).toBeLessThanOrEqual(0.97);
  },
);
