import type { SampleDistrict } from './build-district.ts';
import { csvText } from './csv-text.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';

const HEADER = ['area_code', 'area_type', 'period', 'measure', 'value'];

/** Writes median house prices by LSOA as a tidy table of area measures. */
export function writeHousePrices(
  directory: string,
  district: SampleDistrict,
  prices: readonly number[],
  lastMonth: string,
): Promise<SampleFile> {
  const rows = district.lsoas.map((lsoa, index) => [
    lsoa.code,
    'lsoa',
    lastMonth,
    'median house price (GBP)',
    prices[index],
  ]);
  const path = 'area-measures/median_house_price_lsoa21_ravensand.csv';
  return writeSampleFile(directory, 'area-measures', path, csvText(HEADER, rows), rows.length);
}
