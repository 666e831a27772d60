import type { PlannedBell } from './bell-weights.ts';
import type { SampleDistrict } from './build-district.ts';
import { planToGrid } from './district-plan.ts';

/** Two and a half standard deviations: holds 96 % of what is planted around one centre. */
const RADIUS_IN_SPREADS = 2.5;

/** Where something was planted: the union of discs of `radiusM` around the centres, within the ward. */
export interface PlantedPlace {
  readonly wardCode: string;
  readonly wardName: string;
  /** EPSG:27700 metres. */
  readonly centresM: readonly (readonly [x: number, y: number])[];
  readonly radiusM: number;
}

/** The place of a planned concentration, as the truth records it. */
export function plantedPlace(district: SampleDistrict, bell: PlannedBell): PlantedPlace {
  return {
    wardCode: district.wards.find((ward) => ward.name === bell.ward)!.code,
    wardName: bell.ward,
    centresM: bell.centres.map(planToGrid),
    radiusM: Math.round(bell.spreadM * RADIUS_IN_SPREADS),
  };
}
