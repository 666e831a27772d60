import { type RandomSource, seededRandom } from '../../server/stats/random.ts';
import type { SampleDistrict } from './build-district.ts';
import { districtPlan } from './district-plan.ts';
import { placementRates } from './placement-rates.ts';
import type { SampleFile } from './sample-file.ts';
import { type AmbulanceTruth, writeAmbulance } from './write-ambulance.ts';
import { writeEdAssaults } from './write-ed-assaults.ts';
import { writeHousePrices } from './write-house-prices.ts';
import { writeHousing } from './write-housing.ts';
import { writeMissing } from './write-missing.ts';
import { type NoiseTruth, writeNoise } from './write-noise.ts';
import { writePlacements } from './write-placements.ts';
import { writePostcodes } from './write-postcodes.ts';
import { type PremisesTruth, writePremises } from './write-premises.ts';
import { writeServices } from './write-services.ts';

/** Partner files that are written on request only. `placements` brings the house prices that explain them. */
export const samplePartners = [
  'postcodes',
  'ambulance',
  'ed-assault',
  'placements',
  'missing',
  'premises',
  'housing',
  'services',
  'noise',
] as const;
export type SamplePartner = (typeof samplePartners)[number];

/** What was planted in the partner files, for those that were asked for. */
export interface PartnerTruth {
  readonly ambulance?: AmbulanceTruth;
  readonly premises?: PremisesTruth;
  /** LSOAs with the cheapest homes: half of all placements. */
  readonly placements?: { readonly cheapestLsoas: readonly string[] };
  /** The only wards with selective licensing. */
  readonly housing?: { readonly selectiveWards: readonly string[] };
  readonly noise?: NoiseTruth;
}

/** Writes the partner files in `include`, in the order an importer needs them (postcodes first). */
export async function writePartnerFiles(
  directory: string,
  district: SampleDistrict,
  months: readonly string[],
  include: readonly SamplePartner[],
  seed: number,
): Promise<{ files: SampleFile[]; truth: PartnerTruth }> {
  const files: SampleFile[] = [];
  const truth: { -readonly [K in keyof PartnerTruth]: PartnerTruth[K] } = {};
  const lastMonth = months[months.length - 1];
  const wants = (partner: SamplePartner): boolean => include.includes(partner);
  // One stream for each file, so that asking for one does not change another.
  const stream = (part: string): RandomSource => seededRandom(seed * 1000 + 100 + STREAMS.indexOf(part));
  const rates = placementRates(district, stream('house-prices'));

  if (wants('postcodes')) files.push(await writePostcodes(directory, district));
  if (wants('ambulance')) {
    const ambulance = await writeAmbulance(directory, district, months, stream('ambulance'));
    files.push(...ambulance.files);
    truth.ambulance = ambulance.truth;
  }
  if (wants('ed-assault')) {
    files.push(await writeEdAssaults(directory, district, months, stream('ed-assault')));
  }
  if (wants('placements')) {
    files.push(await writeHousePrices(directory, district, rates.prices, lastMonth));
    files.push(await writePlacements(directory, district, rates, months, stream('placements')));
    truth.placements = { cheapestLsoas: rates.cheapestLsoas.map((index) => district.lsoas[index].code) };
  }
  if (wants('missing')) {
    files.push(await writeMissing(directory, district, rates, months, stream('missing')));
  }
  if (wants('premises')) {
    const premises = await writePremises(directory, district, lastMonth, stream('premises'));
    files.push(premises.file);
    truth.premises = premises.truth;
  }
  if (wants('housing')) {
    files.push(await writeHousing(directory, district, lastMonth, stream('housing')));
    const selective = district.wards.filter((ward) => districtPlan.leadingWards.includes(ward.name));
    truth.housing = { selectiveWards: selective.map((ward) => ward.code) };
  }
  if (wants('services')) files.push(await writeServices(directory, district, stream('services')));
  if (wants('noise')) {
    const noise = await writeNoise(directory, district, months, stream('noise'));
    files.push(noise.file);
    truth.noise = noise.truth;
  }
  return { files, truth };
}

const STREAMS: readonly string[] = ['house-prices', ...samplePartners];
