import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import { type RandomSource, randomInteger } from '../../server/stats/random.ts';
import type { ColumnMap } from '../steps/column-map.ts';
import { eventWeights, type PlannedBell } from './bell-weights.ts';
import type { SampleDistrict } from './build-district.ts';
import { drawCallTime, type WeekRhythm } from './call-times.ts';
import { csvText } from './csv-text.ts';
import { type PlantedPlace, plantedPlace } from './planted-place.ts';
import { drawFromCumulative, runningTotals } from './random-draws.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';
import { toHundredM } from './to-hundred-m.ts';

/** As the council's complaints system exports it: no name that the importer knows for when and what. */
const HEADER = ['Case Ref', 'Logged', 'Nature of complaint', 'Easting', 'Northing'];

/** How the sheet is read. */
export const noiseColumnMap: ColumnMap = {
  kind: 'points',
  columns: {
    reference: 'Case Ref',
    when: 'Logged',
    category: 'Nature of complaint',
    easting: 'Easting',
    northing: 'Northing',
  },
};

/** Friday and Saturday nights: found only where the other hours of the week are left out ... */
const SEAFRONT: PlannedBell = {
  ward: 'Esplanade',
  centres: [
    [6.6, 7.15],
    [7, 7.1],
  ],
  spreadM: 170,
};
/** ... because this building site has the most complaints of the whole week, on working days. */
const BUILDING_SITE: PlannedBell = { ward: 'Castle Mount', centres: [[7.5, 5.1]], spreadM: 150 };

interface Nature {
  readonly name: string;
  readonly rhythm: WeekRhythm;
  /** Complaints a month among residents, and how steeply they rise with deprivation. */
  readonly perMonth: number;
  readonly deprivationSlope: number;
  readonly bell?: PlannedBell;
  /** Complaints a month that the planted concentration adds. */
  readonly bellPerMonth: number;
}

const NATURES: readonly Nature[] = [
  {
    name: 'Music and parties',
    rhythm: 'night-out',
    perMonth: 15,
    deprivationSlope: 0.3,
    bell: SEAFRONT,
    bellPerMonth: 6,
  },
  {
    name: 'Shouting in the street',
    rhythm: 'night-out',
    perMonth: 6,
    deprivationSlope: 0.2,
    bell: SEAFRONT,
    bellPerMonth: 5,
  },
  {
    name: 'Building work',
    rhythm: 'working-day',
    perMonth: 4,
    deprivationSlope: 0,
    bell: BUILDING_SITE,
    bellPerMonth: 15,
  },
  { name: 'Barking dogs', rhythm: 'all-day', perMonth: 11, deprivationSlope: 0.1, bellPerMonth: 0 },
  { name: 'Alarms', rhythm: 'all-day', perMonth: 4, deprivationSlope: 0, bellPerMonth: 0 },
];

/** What was planted among the noise complaints. */
export interface NoiseTruth {
  readonly rows: number;
  /** Busiest on Friday and Saturday nights. */
  readonly seafront: PlantedPlace;
  /** Busiest of all, in working hours. */
  readonly buildingSite: PlantedPlace;
}

/**
 * Writes the council's log of noise complaints as it publishes it: no address, the middle of the street rounded to 100 m,
 * times to the minute.
 */
export async function writeNoise(
  directory: string,
  district: SampleDistrict,
  months: readonly string[],
  random: RandomSource,
): Promise<{ file: SampleFile; truth: NoiseTruth }> {
  const sources = NATURES.map(({ name, rhythm, perMonth, deprivationSlope, bell, bellPerMonth }) => {
    const bells = bell ? [{ bell, perMonth: bellPerMonth }] : [];
    return {
      name,
      rhythm,
      cumulative: runningTotals(eventWeights(district, perMonth, deprivationSlope, bells)),
    };
  });
  const complaints: { time: string; name: string; x: number; y: number }[] = [];
  for (const month of months) {
    for (const { name, rhythm, cumulative } of sources) {
      for (let left = randomPoisson(cumulative[cumulative.length - 1], random); left > 0; left--) {
        const { x, y } = district.snapPoints[drawFromCumulative(random, cumulative)];
        const minute = String(randomInteger(random, 60)).padStart(2, '0');
        complaints.push({ time: drawCallTime(random, month, rhythm).slice(0, -2) + minute, name, x, y });
      }
    }
  }
  complaints.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const rows = complaints.map(({ time, name, x, y }, index) => [
    `RVN${String(index + 1).padStart(5, '0')}`,
    britishTime(time),
    name,
    toHundredM(x),
    toHundredM(y),
  ]);
  return {
    file: await writeSampleFile(
      directory,
      'points',
      'noise/noise_complaints_ravensand.csv',
      csvText(HEADER, rows),
      rows.length,
    ),
    truth: {
      rows: rows.length,
      seafront: plantedPlace(district, SEAFRONT),
      buildingSite: plantedPlace(district, BUILDING_SITE),
    },
  };
}

/** '2026-05-03T22:41' as '03/05/2026 22:41'. */
function britishTime(time: string): string {
  return `${time.slice(8, 10)}/${time.slice(5, 7)}/${time.slice(0, 4)} ${time.slice(11)}`;
}
