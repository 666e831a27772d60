import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import { type RandomSource, randomInteger } from '../../server/stats/random.ts';
import { eventWeights, type PlannedBell } from './bell-weights.ts';
import type { SampleDistrict } from './build-district.ts';
import { drawCallTime, type WeekRhythm } from './call-times.ts';
import { csvText } from './csv-text.ts';
import { type PlantedPlace, plantedPlace } from './planted-place.ts';
import { drawFromCumulative, runningTotals } from './random-draws.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';
import { toHundredM } from './to-hundred-m.ts';

const HEADER = [
  'incident_ref',
  'call_datetime',
  'easting',
  'northing',
  'lsoa21cd',
  'problem_group',
  'age_band',
  'sex',
  'outcome',
  'hospital_code',
];
const UNPLACED_SHARE = 0.02;
/** Without coordinates but with an LSOA: crews that close the call away from the scene. */
const LSOA_ONLY_SHARE = 0.05;
const NIGHT_OUT: PlannedBell = { ward: 'Harbour', centres: [[5.85, 6.6]], spreadM: 150 };
/** Mental-health pick-ups concentrate where crime does ... */
const COINCIDING: readonly PlannedBell[] = [
  { ward: 'Harbour', centres: [[5.8, 6.5]], spreadM: 180 },
  { ward: 'St Mildred', centres: [[4.8, 7.2]], spreadM: 220 },
];
/** ... and in one place where crime is the district's common rate. */
const DIFFERING: readonly PlannedBell[] = [{ ward: 'Lantern Hill', centres: [[9.5, 7.6]], spreadM: 200 }];

interface ProblemGroup {
  readonly name: string;
  readonly rhythm: WeekRhythm;
  readonly mentalHealth: boolean;
  /** Events a month among residents, and how steeply they rise with deprivation. */
  readonly perMonth: number;
  readonly deprivationSlope: number;
  readonly bells: readonly { bell: PlannedBell; perMonth: number }[];
}

const GROUPS: readonly ProblemGroup[] = [
  group('psychiatric / abnormal behaviour / suicide attempt', 'evening', true, 60, 0.25, [
    { bell: COINCIDING[0], perMonth: 12 },
    { bell: COINCIDING[1], perMonth: 14 },
    { bell: DIFFERING[0], perMonth: 15 },
  ]),
  group('overdose / poisoning', 'evening', true, 34, 0.35, [
    { bell: COINCIDING[0], perMonth: 6 },
    { bell: COINCIDING[1], perMonth: 8 },
    { bell: DIFFERING[0], perMonth: 5 },
  ]),
  group('assault / sexual assault', 'night-out', false, 22, 0.35, [{ bell: NIGHT_OUT, perMonth: 13 }]),
  group('stab / gunshot / penetrating trauma', 'night-out', false, 1.5, 0.5, [
    { bell: NIGHT_OUT, perMonth: 0.8 },
  ]),
  group('alcohol related', 'night-out', false, 26, 0.3, [{ bell: NIGHT_OUT, perMonth: 16 }]),
  group('other', 'all-day', false, 40, 0.05, []),
];

const AGE_BANDS = ['0-9', '10-17', '18-24', '25-34', '35-49', '50-64', '65+'];
const AGE_WEIGHTS = runningTotals([1, 9, 17, 20, 24, 16, 13]);
const OUTCOMES = ['See and Convey', 'See and Treat', 'Hear and Treat'];
const OUTCOME_WEIGHTS = runningTotals([60, 34, 6]);

/** What was planted among the ambulance pick-ups. */
export interface AmbulanceTruth {
  readonly rows: number;
  readonly unplacedRows: number;
  readonly mentalHealthGroups: readonly string[];
  readonly coincidingWithCrime: readonly PlantedPlace[];
  readonly differingFromCrime: readonly PlantedPlace[];
}

/** Writes ambulance incidents, times to the hour and places to 100 m, one file a calendar year. */
export async function writeAmbulance(
  directory: string,
  district: SampleDistrict,
  months: readonly string[],
  random: RandomSource,
): Promise<{ files: SampleFile[]; truth: AmbulanceTruth }> {
  const sources = GROUPS.map((planned) => {
    const { perMonth, deprivationSlope, bells } = planned;
    return { planned, cumulative: runningTotals(eventWeights(district, perMonth, deprivationSlope, bells)) };
  });
  const rowsOfYear = new Map<string, string[][]>();
  let unplacedRows = 0;
  let serial = 0;
  for (const month of months) {
    const rows: string[][] = [];
    for (const { planned, cumulative } of sources) {
      for (let left = randomPoisson(cumulative[cumulative.length - 1], random); left > 0; left--) {
        const point = district.snapPoints[drawFromCumulative(random, cumulative)];
        const placing = random();
        const placed = placing >= UNPLACED_SHARE;
        if (!placed) unplacedRows++;
        const outcome = OUTCOMES[drawFromCumulative(random, OUTCOME_WEIGHTS)];
        rows.push([
          '',
          drawCallTime(random, month, planned.rhythm),
          ...(placing >= UNPLACED_SHARE + LSOA_ONLY_SHARE
            ? [toHundredM(point.x + 80 * (random() - 0.5)), toHundredM(point.y + 80 * (random() - 0.5))]
            : ['', '']),
          placed ? district.lsoas[point.lsoaIndex].code : '',
          planned.name,
          AGE_BANDS[drawFromCumulative(random, AGE_WEIGHTS)],
          random() < 0.52 ? 'M' : 'F',
          outcome,
          outcome === 'See and Convey' ? 'ZZRV1' : '',
        ]);
      }
    }
    rows.sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
    for (const row of rows) row[0] = `RVA${String(++serial).padStart(6, '0')}${randomInteger(random, 10)}`;
    const year = month.slice(0, 4);
    rowsOfYear.set(year, [...(rowsOfYear.get(year) ?? []), ...rows]);
  }
  const files = await Promise.all(
    Array.from(rowsOfYear, ([year, rows]) => {
      const path = `ambulance/ambulance_${year}_ravensand.csv`;
      return writeSampleFile(directory, 'ambulance', path, csvText(HEADER, rows), rows.length);
    }),
  );
  const truth: AmbulanceTruth = {
    rows: serial,
    unplacedRows,
    mentalHealthGroups: GROUPS.filter((planned) => planned.mentalHealth).map((planned) => planned.name),
    coincidingWithCrime: COINCIDING.map((bell) => plantedPlace(district, bell)),
    differingFromCrime: DIFFERING.map((bell) => plantedPlace(district, bell)),
  };
  return { files, truth };
}

function group(
  name: string,
  rhythm: WeekRhythm,
  mentalHealth: boolean,
  perMonth: number,
  deprivationSlope: number,
  bells: readonly { bell: PlannedBell; perMonth: number }[],
): ProblemGroup {
  return { name, rhythm, mentalHealth, perMonth, deprivationSlope, bells };
}
