import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import { type RandomSource, randomInteger } from '../../server/stats/random.ts';
import { toLonLat } from '../steps/national-grid.ts';
import type { SampleDistrict } from './build-district.ts';
import { crimeCategories } from './crime-plan.ts';
import type { CrimeRates } from './crime-rates.ts';
import { csvText } from './csv-text.ts';
import { districtPlan, type PlanPoint, planToGrid } from './district-plan.ts';
import { drawOutcome } from './police-outcomes.ts';
import { drawFromCumulative, runningTotals } from './random-draws.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';

/** The street file's header, character for character as on data.police.uk. */
const HEADER = [
  'Crime ID',
  'Month',
  'Reported by',
  'Falls within',
  'Longitude',
  'Latitude',
  'Location',
  'LSOA code',
  'LSOA name',
  'Crime type',
  'Last outcome category',
  'Context',
];
const ANTI_SOCIAL_BEHAVIOUR = 'Anti-social behaviour';
const UNPLACED_PER_MONTH = 1.3;
/** Every third month holds one crime twice, with two outcomes. */
const MONTHS_PER_REPEATED_ID = 3;

/** Just beyond the land borders: recorded by the force, outside its only district. */
const BEYOND: readonly PlanPoint[] = [
  [-0.8, 6.2],
  [3.4, -1.4],
  [-1.1, 2.2],
];

/** What the street files hold besides ordinary rows, over all months. */
export interface PoliceOddities {
  readonly unplacedRows: number;
  readonly repeatedIds: number;
  readonly rowsOutsideDistrict: number;
}

interface Place {
  readonly lon: string;
  readonly lat: string;
  readonly location: string;
  readonly lsoaCode: string;
  readonly lsoaName: string;
}

/**
 * Writes one data.police.uk street file a month. Counts are Poisson around the rates. With them come the oddities of
 * the real files: no Crime ID on anti-social behaviour, crimes without a location, a Crime ID repeated within its
 * month with another outcome, a few points outside the district.
 */
export async function writePolice(
  directory: string,
  district: SampleDistrict,
  rates: CrimeRates,
  random: RandomSource,
): Promise<{ files: SampleFile[]; oddities: PoliceOddities }> {
  const places = district.snapPoints.map((point): Place => {
    const lsoa = district.lsoas[point.lsoaIndex];
    const location = `On or near ${point.name}`;
    return { lon: point.lon, lat: point.lat, location, lsoaCode: lsoa.code, lsoaName: lsoa.name };
  });
  const nowhere: Place = { lon: '', lat: '', location: 'No Location', lsoaCode: '', lsoaName: '' };
  const beyond = BEYOND.map(placeBeyond);
  const monthOfBeyond = BEYOND.map((_, i) => Math.floor(((i + 0.5) / BEYOND.length) * rates.months.length));
  const theft = crimeCategories.findIndex((category) => category.name === 'Other theft');

  const oddities = { unplacedRows: 0, repeatedIds: 0, rowsOutsideDistrict: 0 };
  const texts = rates.months.map((month, monthIndex) => {
    const ageMonths = rates.months.length - 1 - monthIndex;
    const rows: string[][] = [];
    const report = (place: Place, category: string): void => {
      rows.push(streetRow(month, place, category, drawOutcome(random, category, ageMonths), random));
    };
    crimeCategories.forEach((category, categoryIndex) => {
      const cumulative = runningTotals(rates.expectedAt(monthIndex, categoryIndex));
      const count = randomPoisson(cumulative[cumulative.length - 1], random);
      for (let i = 0; i < count; i++) report(places[drawFromCumulative(random, cumulative)], category.name);
    });
    beyond.forEach((place, i) => {
      if (monthOfBeyond[i] !== monthIndex) return;
      report(place, crimeCategories[theft].name);
      oddities.rowsOutsideDistrict++;
    });
    // As published: by LSOA, anti-social behaviour first, then crimes in no telling order, the unplaced at the end.
    rows.sort((a, b) => compare(a[7], b[7]) || compare(a[0], b[0]));
    for (let left = randomPoisson(UNPLACED_PER_MONTH, random); left > 0; left--) {
      report(nowhere, crimeCategories[1 + randomInteger(random, crimeCategories.length - 1)].name);
      oddities.unplacedRows++;
    }
    if (monthIndex % MONTHS_PER_REPEATED_ID === 0 && repeatOne(rows, random)) oddities.repeatedIds++;
    return { month, text: csvText(HEADER, rows), rows: rows.length };
  });

  const files = await Promise.all(
    texts.map(({ month, text, rows }) => {
      const path = `police/${month}/${month}-${districtPlan.forceSlug}-street.csv`;
      return writeSampleFile(directory, 'police', path, text, rows);
    }),
  );
  return { files, oddities };
}

function streetRow(
  month: string,
  place: Place,
  category: string,
  outcome: string,
  random: RandomSource,
): string[] {
  const id = category === ANTI_SOCIAL_BEHAVIOUR ? '' : drawCrimeId(random);
  const force = districtPlan.forceName;
  const { lon, lat, location, lsoaCode, lsoaName } = place;
  return [id, month, force, force, lon, lat, location, lsoaCode, lsoaName, category, outcome, ''];
}

/** 64 hexadecimal digits. */
function drawCrimeId(random: RandomSource): string {
  const bytes = Buffer.allocUnsafe(32);
  for (let offset = 0; offset < 32; offset += 4) bytes.writeUInt32BE(randomInteger(random, 2 ** 32), offset);
  return bytes.toString('hex');
}

/** Repeats one crime of the month under its own ID, once open and once closed. */
function repeatOne(rows: string[][], random: RandomSource): boolean {
  const closed = rows.filter((row) => row[0] !== '' && row[7] !== '' && row[10] !== 'Under investigation');
  if (closed.length === 0) return false;
  const original = closed[randomInteger(random, closed.length)];
  const repeated = original.with(10, 'Status update unavailable');
  if (original[10] === repeated[10]) repeated[10] = 'Unable to prosecute suspect';
  rows.splice(rows.indexOf(original) + 1, 0, repeated);
  return true;
}

function placeBeyond(at: PlanPoint, index: number): Place {
  const [lon, lat] = toLonLat(...planToGrid(at));
  return {
    lon: lon.toFixed(6),
    lat: lat.toFixed(6),
    location: 'On or near Old Toll Road',
    lsoaCode: `${districtPlan.lsoaCodePrefix}${901 + index}`,
    lsoaName: `Beyond ${districtPlan.name} 001${String.fromCharCode(65 + index)}`,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
