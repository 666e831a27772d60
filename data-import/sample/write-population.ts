import type { RandomSource } from '../../server/stats/random.ts';
import type { SampleDistrict, SampleLsoa } from './build-district.ts';
import { csvText } from './csv-text.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';

const HEADER = [
  'lsoa21_name',
  'lsoa21_code',
  'total_population',
  ...Array.from({ length: 90 }, (_, age) => String(age)),
  '90+',
];

/** Writes mid-2024 residents by single year of age, one row an LSOA; the ages add up to the total. */
export function writePopulation(
  directory: string,
  district: SampleDistrict,
  random: RandomSource,
): Promise<SampleFile> {
  const rows = district.lsoas.map((lsoa) => [
    lsoa.name,
    lsoa.code,
    lsoa.population,
    ...residentsByAge(lsoa, random),
  ]);
  const path = 'population/mid2024_lsoa21_ravensand.csv';
  return writeSampleFile(directory, 'population', path, csvText(HEADER, rows), rows.length);
}

/** Deprived town LSOAs are young, comfortable coastal ones old; rounded so that ages add up to the population. */
function residentsByAge(lsoa: SampleLsoa, random: RandomSource): number[] {
  const youth = Math.min(1, Math.max(0, 0.45 + 0.3 * lsoa.deprivation));
  const weights = Array.from({ length: 91 }, (_, age) => {
    const children = age < 18 ? 0.9 + 0.35 * youth : 0;
    const adults = age >= 18 && age < 65 ? 1 + 0.45 * youth * Math.exp(-0.5 * ((age - 29) / 7) ** 2) : 0;
    const older = age >= 65 ? (1.5 - 0.7 * youth) * Math.exp(-((Math.max(age, 72) - 72) ** 2) / 260) : 0;
    const oldest = age === 90 ? 3.5 : 1;
    return (children + adults + older) * oldest * (0.75 + 0.5 * random());
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  let running = 0;
  let given = 0;
  return weights.map((weight) => {
    running += weight;
    const upTo = Math.round((lsoa.population * running) / sum);
    const here = upTo - given;
    given = upTo;
    return here;
  });
}
