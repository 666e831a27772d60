import { seededRandom } from '../../server/stats/random.ts';
import { buildDistrict } from './build-district.ts';
import { crimeRates } from './crime-rates.ts';
import { monthsUntil } from './months-until.ts';
import type { SampleFile } from './sample-file.ts';
import { type SampleTruth, sampleTruth } from './sample-truth.ts';
import { writeBoundaries } from './write-boundaries.ts';
import { writeDeprivation } from './write-deprivation.ts';
import { writeLookup } from './write-lookup.ts';
import { type PartnerTruth, type SamplePartner, writePartnerFiles } from './write-partner-files.ts';
import { writePolice } from './write-police.ts';
import { writePopulation } from './write-population.ts';

/** What to generate and where. */
export interface SampleDistrictOptions {
  /** Folder to write into; made when missing. Files of the same names are replaced. */
  readonly directory: string;
  /** Same seed, same bytes; default 1, the district of the documentation. */
  readonly seed?: number;
  /** Months of crime, default 36: the three years a strategic needs assessment looks at. */
  readonly months?: number;
  /** Newest month, `YYYY-MM`; default 2026-09. */
  readonly lastMonth?: string;
  /** Partner files to write too; default none. Premises and housing licences are placed by the `postcodes` file. */
  readonly include?: readonly SamplePartner[];
}

/** What was written, in the order an importer should read it, and the structure that was planted. */
export interface SampleManifest {
  readonly files: readonly SampleFile[];
  readonly truth: SampleTruth & { readonly partners: PartnerTruth };
}

/**
 * Writes the synthetic district: boundaries, lookup, population, deprivation, street crime and, on request,
 * partner files of Ravensand, a place that does not exist, in the formats of the real publishers and with codes that none of them has issued.
 * Each part draws from its own seeded stream, so a change to one leaves the bytes of the others as they were.
 *
 * @throws RangeError when `months` or `lastMonth` is not usable
 */
export async function generateSampleDistrict({
  directory,
  seed = 1,
  months = 36,
  lastMonth = '2026-09',
  include = [],
}: SampleDistrictOptions): Promise<SampleManifest> {
  const monthNames = monthsUntil(lastMonth, months);
  const stream = (part: number) => seededRandom(seed * 1000 + part);
  const district = buildDistrict(stream(1));
  const rates = crimeRates(district, monthNames, stream(2));
  const boundaries = await writeBoundaries(directory, district);
  const lookup = await writeLookup(directory, district);
  const population = await writePopulation(directory, district, stream(3));
  const deprivation = await writeDeprivation(directory, district, stream(4));
  const police = await writePolice(directory, district, rates, stream(5));
  const partners = await writePartnerFiles(directory, district, monthNames, include, seed);
  return {
    files: [...boundaries, lookup, population, deprivation, ...police.files, ...partners.files],
    truth: { ...sampleTruth(district, rates, police.oddities), partners: partners.truth },
  };
}
