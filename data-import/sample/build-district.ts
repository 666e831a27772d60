import type { RandomSource } from '../../server/stats/random.ts';
import { districtPlan } from './district-plan.ts';
import { divideLand, type LandDivision } from './divide-land.ts';
import { buildLandMesh, type LandMesh } from './land-mesh.ts';
import { placeSnapPoints, type SnapPoint } from './place-snap-points.ts';
import { drawNormal } from './random-draws.ts';
import { type BorderNetwork, traceArea, traceBorders } from './trace-areas.ts';

const TYPICAL_LSOA_POPULATION = 1650;
const LSOA_POPULATION_LIMITS = [1000, 3000] as const;

/** An area of the made-up district; rings are point indices into the border network, outer ring first. */
export interface SampleArea {
  readonly code: string;
  readonly name: string;
  readonly rings: readonly (readonly number[])[];
}

/** A lower layer super output area of the made-up district. */
export interface SampleLsoa extends SampleArea {
  /** Index into `SampleDistrict.wards`, which follows districtPlan.wards. */
  readonly wardIndex: number;
  readonly population: number;
  /** Latent deprivation in standard deviations of England; positive is more deprived. */
  readonly deprivation: number;
}

/** Everything about the made-up place that does not change from month to month. */
export interface SampleDistrict {
  readonly mesh: LandMesh;
  readonly division: LandDivision;
  readonly network: BorderNetwork;
  readonly district: SampleArea;
  readonly wards: readonly SampleArea[];
  readonly lsoas: readonly SampleLsoa[];
  readonly snapPoints: readonly SnapPoint[];
}

/** Builds land, wards, LSOAs with residents and deprivation, and the anonymous map points. */
export function buildDistrict(random: RandomSource): SampleDistrict {
  const mesh = buildLandMesh(random);
  const division = divideLand(mesh, random);
  const network = traceBorders(mesh, division.lsoaOfCell);
  const wardOf = (lsoa: number): number => (lsoa < 0 ? -1 : division.wardOfLsoa[lsoa]);

  const district: SampleArea = {
    code: districtPlan.districtCode,
    name: districtPlan.name,
    rings: traceArea(network, (lsoa) => (lsoa < 0 ? -1 : 0), 0),
  };
  const wards = districtPlan.wards.map((ward, index): SampleArea => {
    return {
      code: districtPlan.wardCodePrefix + String(index + 1).padStart(3, '0'),
      name: ward.name,
      rings: traceArea(network, wardOf, index),
    };
  });
  const populations = drawPopulations(mesh, division, random);
  const lsoas = populations.map((population, index): SampleLsoa => {
    const wardIndex = division.wardOfLsoa[index];
    const letter = String.fromCharCode(65 + index - division.wardOfLsoa.indexOf(wardIndex));
    return {
      code: districtPlan.lsoaCodePrefix + String(index + 1).padStart(3, '0'),
      name: `${districtPlan.name} ${String(wardIndex + 1).padStart(3, '0')}${letter}`,
      rings: traceArea(network, (lsoa) => lsoa, index),
      wardIndex,
      population,
      deprivation: districtPlan.wards[wardIndex].deprivation + 0.45 * drawNormal(random),
    };
  });
  const snapPoints = placeSnapPoints(mesh, division, lsoas, random);
  return { mesh, division, network, district, wards, lsoas, snapPoints };
}

function drawPopulations(mesh: LandMesh, division: LandDivision, random: RandomSource): number[] {
  const residents = new Float64Array(division.wardOfLsoa.length);
  division.lsoaOfCell.forEach((lsoa, cell) => {
    if (lsoa >= 0) residents[lsoa] += (division.densityPerKm2[cell] * mesh.cellAreaM2) / 1e6;
  });
  const mean = residents.reduce((sum, value) => sum + value, 0) / residents.length;
  const [least, most] = LSOA_POPULATION_LIMITS;
  return Array.from(residents, (value) => {
    const drawn = TYPICAL_LSOA_POPULATION * (value / mean) ** 0.5 * (1 + 0.06 * drawNormal(random));
    return Math.round(Math.min(most, Math.max(least, drawn)));
  });
}
