import type { SampleDistrict } from './build-district.ts';
import { districtPlan, type PlanPoint, planToGrid } from './district-plan.ts';

/** A concentration drawn on the plan: a bell around each centre, cut at the borders of its ward. */
export interface PlannedBell {
  readonly ward: string;
  readonly centres: readonly PlanPoint[];
  /** Standard deviation of the bell around each centre, metres; 0 puts all on the nearest map point. */
  readonly spreadM: number;
}

/** Each map point's part of a planted concentration; the parts add up to 1. */
export function bellWeights(district: SampleDistrict, bell: PlannedBell): Float64Array {
  const wardIndex = districtPlan.wards.findIndex((ward) => ward.name === bell.ward);
  const centres = bell.centres.map(planToGrid);
  const distanceM = district.snapPoints.map((point) =>
    point.wardIndex === wardIndex
      ? Math.min(...centres.map(([x, y]) => Math.hypot(point.x - x, point.y - y)))
      : Number.POSITIVE_INFINITY,
  );
  const nearestM = Math.min(...distanceM);
  const weights = Float64Array.from(distanceM, (metres) => {
    if (bell.spreadM === 0) return metres === nearestM ? 1 : 0;
    return Math.exp(-0.5 * (metres / bell.spreadM) ** 2);
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Weights of the map points where residents and planted concentrations together cause events.
 *
 * @param perResidentShare events a month shared among residents
 * @param deprivationSlope log increase for each standard deviation of deprivation
 * @param bells planted concentrations with the events a month that each adds
 */
export function eventWeights(
  district: SampleDistrict,
  perResidentShare: number,
  deprivationSlope: number,
  bells: readonly { bell: PlannedBell; perMonth: number }[],
): Float64Array {
  const weights = Float64Array.from(district.snapPoints, ({ residents, lsoaIndex }) => {
    return residents * Math.exp(deprivationSlope * district.lsoas[lsoaIndex].deprivation);
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  const planted = bells.map(({ bell, perMonth }) => ({ parts: bellWeights(district, bell), perMonth }));
  return weights.map((weight, point) =>
    planted.reduce(
      (total, { parts, perMonth }) => total + perMonth * parts[point],
      (perResidentShare * weight) / sum,
    ),
  );
}
