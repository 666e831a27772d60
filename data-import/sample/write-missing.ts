import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import type { RandomSource } from '../../server/stats/random.ts';
import type { SampleDistrict } from './build-district.ts';
import { csvText } from './csv-text.ts';
import type { PlacementRates } from './placement-rates.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';
import { suppressedCount } from './suppressed-count.ts';

const HEADER = ['period', 'area_type', 'area_code', 'looked_after', 'age_band', 'count'];
/** Episodes a year: per 1,000 residents, per child placed in the LSOA, and per child placed next door. */
const PER_THOUSAND_RESIDENTS = 3.6;
const PER_CHILD_PLACED = 1.3;
const PER_CHILD_NEXT_DOOR = 0.2;

/** Writes missing episodes by LSOA and year (`2025-10/2026-09`): aggregates, higher in and around the LSOAs with many placements. */
export function writeMissing(
  directory: string,
  district: SampleDistrict,
  rates: PlacementRates,
  months: readonly string[],
  random: RandomSource,
): Promise<SampleFile> {
  const nextDoor = adjoining(district);
  const rows = yearsEndingWith(months).flatMap((period) =>
    district.lsoas.flatMap((lsoa, index) => {
      const around = nextDoor[index].reduce((sum, other) => sum + rates.expected[other], 0);
      const lookedAfter = PER_CHILD_PLACED * rates.expected[index] + PER_CHILD_NEXT_DOOR * around;
      const others = (PER_THOUSAND_RESIDENTS * lsoa.population) / 1000;
      return [
        [period, 'lsoa', lsoa.code, 'yes', '10-17', suppressedCount(randomPoisson(lookedAfter, random))],
        [period, 'lsoa', lsoa.code, 'no', '10-17', suppressedCount(randomPoisson(others, random))],
      ];
    }),
  );
  const path = 'missing/missing_episodes_ravensand.csv';
  return writeSampleFile(directory, 'missing', path, csvText(HEADER, rows), rows.length);
}

/** Whole years of 12 months, the newest ending with the newest month, as ISO 8601 intervals. */
function yearsEndingWith(months: readonly string[]): string[] {
  const years = Math.floor(months.length / 12);
  return Array.from({ length: years }, (_, i) => {
    const first = months.length - 12 * (years - i);
    return `${months[first]}/${months[first + 11]}`;
  });
}

function adjoining(district: SampleDistrict): number[][] {
  const sets = district.lsoas.map(() => new Set<number>());
  for (const { left, right } of district.network.arcs) {
    if (left < 0 || right < 0) continue;
    sets[left].add(right);
    sets[right].add(left);
  }
  return sets.map((set) => [...set].sort((a, b) => a - b));
}
