import type { SampleDistrict } from './build-district.ts';
import { csvText } from './csv-text.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';

const HEADER = ['LSOA21CD', 'LSOA21NM', 'WD25CD', 'WD25NM', 'LAD25CD', 'LAD25NM'];

/** Writes which ward and district each LSOA lies in. */
export function writeLookup(directory: string, district: SampleDistrict): Promise<SampleFile> {
  const rows = district.lsoas.map((lsoa) => {
    const ward = district.wards[lsoa.wardIndex];
    return [lsoa.code, lsoa.name, ward.code, ward.name, district.district.code, district.district.name];
  });
  const path = 'lookups/lsoa21_ward25_lad25_ravensand.csv';
  return writeSampleFile(directory, 'lookup', path, csvText(HEADER, rows), rows.length);
}
