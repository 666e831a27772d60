import type { RandomSource } from '../../server/stats/random.ts';
import { eventWeights } from './bell-weights.ts';
import type { SampleDistrict } from './build-district.ts';
import { csvText } from './csv-text.ts';
import { pointPostcodes } from './point-postcodes.ts';
import { drawFromCumulative, runningTotals } from './random-draws.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';

const HEADER = ['service_id', 'service_type', 'name', 'postcode', 'easting', 'northing'];
const SERVICES: readonly { type: string; name: string; count: number }[] = [
  { type: 'GP', name: 'Surgery', count: 17 },
  { type: 'mental health', name: 'Wellbeing Centre', count: 4 },
  { type: 'drug and alcohol', name: 'Recovery Service', count: 3 },
  { type: 'youth', name: 'Youth Club', count: 9 },
  { type: 'school', name: 'School', count: 38 },
  { type: "children's centre", name: "Children's Centre", count: 7 },
];

/** Writes services with their places, where residents are, no two of one type on one map point. */
export function writeServices(
  directory: string,
  district: SampleDistrict,
  random: RandomSource,
): Promise<SampleFile> {
  const places = runningTotals(eventWeights(district, 1, 0, []));
  const postcodes = pointPostcodes(district);
  const rows = SERVICES.flatMap(({ type, name, count }) => {
    const taken = new Set<number>();
    while (taken.size < count) taken.add(drawFromCumulative(random, places));
    return Array.from(taken, (pointIndex) => {
      const { x, y, street } = district.snapPoints[pointIndex];
      const title = `${street} ${name}`;
      return ['', type, title, postcodes[pointIndex], String(Math.round(x)), String(Math.round(y))];
    });
  });
  rows.forEach((row, index) => {
    row[0] = `RVS${String(index + 1).padStart(4, '0')}`;
  });
  const path = 'services/services_ravensand.csv';
  return writeSampleFile(directory, 'services', path, csvText(HEADER, rows), rows.length);
}
