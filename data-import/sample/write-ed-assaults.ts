import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import type { RandomSource } from '../../server/stats/random.ts';
import { eventWeights } from './bell-weights.ts';
import type { SampleDistrict } from './build-district.ts';
import { drawCallTime } from './call-times.ts';
import { csvText } from './csv-text.ts';
import { drawFromCumulative, runningTotals } from './random-draws.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';
import { toHundredM } from './to-hundred-m.ts';

const HEADER = [
  'attendance_ref',
  'arrival_datetime',
  'incident_datetime',
  'incident_location_type',
  'incident_location',
  'easting',
  'northing',
  'lsoa21cd',
  'assault_means',
  'age_band',
];
const MEANS = [
  'Fist',
  'Feet',
  'Head',
  'Other body part',
  'Glass or bottle',
  'Knife',
  'Blunt object',
  'Unknown',
];
const MEANS_WEIGHTS = runningTotals([46, 12, 4, 9, 8, 6, 8, 7]);
const AGE_BANDS = ['10-17', '18-24', '25-34', '35-49', '50-64', '65+'];
const AGE_WEIGHTS = runningTotals([13, 30, 26, 20, 8, 3]);
/** Reception could not name the place. */
const UNLOCATED_SHARE = 0.22;
/** The place named is not in the trust's gazetteer: its LSOA is all that is given. */
const LSOA_ONLY_SHARE = 0.25;

/** Writes assault attendances at the emergency department (ISTV), half of them from the night-time economy; three in four of those placed have a point. */
export function writeEdAssaults(
  directory: string,
  district: SampleDistrict,
  months: readonly string[],
  random: RandomSource,
): Promise<SampleFile> {
  const nightOut = { ward: 'Harbour', centres: [[5.85, 6.6] as const], spreadM: 150 };
  const cumulative = runningTotals(eventWeights(district, 11, 0.35, [{ bell: nightOut, perMonth: 11 }]));
  const rows: string[][] = [];
  for (const month of months) {
    for (let left = randomPoisson(cumulative[cumulative.length - 1], random); left > 0; left--) {
      const point = district.snapPoints[drawFromCumulative(random, cumulative)];
      const incident = drawCallTime(random, month, 'night-out');
      const placing = random();
      const located = placing >= UNLOCATED_SHARE;
      const hasPoint = placing >= UNLOCATED_SHARE + LSOA_ONLY_SHARE;
      const [type, place] = located ? placeLabel(point.name) : ['Unknown', ''];
      rows.push([
        '',
        addHours(incident, 1 + Math.floor(3 * random())),
        incident,
        type,
        place,
        hasPoint ? toHundredM(point.x) : '',
        hasPoint ? toHundredM(point.y) : '',
        located ? district.lsoas[point.lsoaIndex].code : '',
        MEANS[drawFromCumulative(random, MEANS_WEIGHTS)],
        AGE_BANDS[drawFromCumulative(random, AGE_WEIGHTS)],
      ]);
    }
  }
  rows.sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
  rows.forEach((row, index) => {
    row[0] = `RVE${String(index + 1).padStart(5, '0')}`;
  });
  const path = 'ed-assault/istv_ravensand.csv';
  return writeSampleFile(directory, 'ed-assault', path, csvText(HEADER, rows), rows.length);
}

function placeLabel(name: string): [type: string, place: string] {
  return name === 'Nightclub' ? ['Licensed premises', name] : ['Street', name];
}

function addHours(dateTime: string, hours: number): string {
  const time = Date.parse(`${dateTime}:00Z`) + hours * 3_600_000;
  return new Date(time).toISOString().slice(0, 16);
}
