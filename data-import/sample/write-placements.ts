import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import type { RandomSource } from '../../server/stats/random.ts';
import type { SampleDistrict } from './build-district.ts';
import { csvText } from './csv-text.ts';
import type { PlacementRates } from './placement-rates.ts';
import { quartersOf } from './quarters-of.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';
import { suppressedCount } from './suppressed-count.ts';

const HEADER = [
  'period',
  'area_type',
  'area_code',
  'placing_authority',
  'placement_type',
  'age_band',
  'count',
];
/** Share of each class among the children placed. */
const AUTHORITIES = { own: 0.42, 'other-in-county': 0.06, 'out-of-county': 0.27, London: 0.25 };
const TYPES = { 'foster care': 0.58, "children's home": 0.14, 'supported accommodation': 0.28 };
const AGE_BANDS = { '0-9': 0.26, '10-15': 0.42, '16-17': 0.32 };

/**
 * Writes children placed in the district at each quarter's end as the local authority would: aggregates only, small
 * counts hidden, others rounded. LSOAs carry the total; wards carry class of authority; the district carries types and ages.
 */
export function writePlacements(
  directory: string,
  district: SampleDistrict,
  rates: PlacementRates,
  months: readonly string[],
  random: RandomSource,
): Promise<SampleFile> {
  const rows: string[][] = [];
  for (const period of quartersOf(months)) {
    const byLsoa = rates.expected.map((mean) => randomPoisson(mean, random));
    const total = byLsoa.reduce((a, b) => a + b, 0);
    district.lsoas.forEach((lsoa, index) => {
      rows.push([period, 'lsoa', lsoa.code, 'all', 'all', 'all', suppressedCount(byLsoa[index])]);
    });
    district.wards.forEach((ward, wardIndex) => {
      const inWard = byLsoa.filter((_, index) => district.lsoas[index].wardIndex === wardIndex);
      const count = inWard.reduce((a, b) => a + b, 0);
      for (const [authority, share] of Object.entries(AUTHORITIES)) {
        rows.push([
          period,
          'ward',
          ward.code,
          authority,
          'all',
          'all',
          suppressedCount(Math.round(count * share)),
        ]);
      }
    });
    for (const [type, share] of Object.entries(TYPES)) {
      for (const [ageBand, ageShare] of Object.entries(AGE_BANDS)) {
        const count = suppressedCount(Math.round(total * share * ageShare));
        rows.push([period, 'district', district.district.code, 'all', type, ageBand, count]);
      }
    }
  }
  const path = 'placements/placements_ravensand.csv';
  return writeSampleFile(directory, 'placements', path, csvText(HEADER, rows), rows.length);
}
