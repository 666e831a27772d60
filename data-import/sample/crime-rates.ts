import { daysInMonth, monthNoOf } from '../../server/contract/month-no.ts';
import { randomGamma } from '../../server/stats/distributions/random-gamma.ts';
import type { RandomSource } from '../../server/stats/random.ts';
import { bellWeights } from './bell-weights.ts';
import type { SampleDistrict } from './build-district.ts';
import { crimeCategories, crimeGenerators, generatorStrength, type PlannedCategory } from './crime-plan.ts';
import { districtPlan } from './district-plan.ts';

const EVENTS_PER_MONTH = 57_000 / 36;
const MEAN_DAYS_A_MONTH = 365.25 / 12;
/** Within a ward, log risk rises by this for each standard deviation of deprivation. */
const DEPRIVATION_SLOPE = 0.35;
/** Gamma shapes of a place's lasting risk, shared by all categories and its own: the counts are over-dispersed. */
const SHARED_SHAPE = 2.2;
const OWN_SHAPE = 3;

/** Expected counts of crime and anti-social behaviour. */
export interface CrimeRates {
  readonly months: readonly string[];
  /** Expected events at each map point for a category (index into crimeCategories) in a month (index). */
  expectedAt(monthIndex: number, categoryIndex: number): Float64Array;
  /** Expected events by ward over all months. */
  readonly expectedByWard: Float64Array;
}

/**
 * Expected events = residents x risk of the ward x lasting risk of the place x season x trend x days, plus what is
 * planted. Lasting risk averages 1 in each ward, so that a neutral ward's rate per head is the district's common one.
 * Everything in the leading wards is then raised to give them `leadingShare`, and all of it scaled to the volume.
 */
export function crimeRates(
  district: SampleDistrict,
  months: readonly string[],
  random: RandomSource,
): CrimeRates {
  const base = lastingRisk(district, random);
  const generators = crimeGenerators.map((plan) => ({ plan, weights: bellWeights(district, plan) }));
  const pointCount = district.snapPoints.length;
  const boost = new Float64Array(pointCount).fill(1);

  const expectedAt = (monthIndex: number, categoryIndex: number): Float64Array => {
    const category = crimeCategories[categoryIndex];
    const month = months[monthIndex];
    const calendarMonth = Number(month.slice(5));
    const daysFactor = daysInMonth(monthNoOf(month)) / MEAN_DAYS_A_MONTH;
    const background = base[categoryIndex];
    const factor =
      category.share * EVENTS_PER_MONTH * seasonAndTrend(category, calendarMonth, monthIndex, months.length);
    const expected = new Float64Array(pointCount);
    for (let point = 0; point < pointCount; point++) expected[point] = factor * background[point];
    for (const { plan, weights } of generators) {
      const extra =
        (plan.perMonth[category.name] ?? 0) *
        generatorStrength(plan.course, monthIndex, months.length, calendarMonth);
      if (extra > 0)
        for (let point = 0; point < pointCount; point++) expected[point] += extra * weights[point];
    }
    for (let point = 0; point < pointCount; point++) expected[point] *= boost[point] * daysFactor;
    return expected;
  };

  // Calibrate: leading wards to their share, then all to the volume.
  const isLeading = districtPlan.wards.map((ward) => districtPlan.leadingWards.includes(ward.name));
  const before = sumByWard(district, months, expectedAt);
  const leading = before.filter((_, ward) => isLeading[ward]).reduce((a, b) => a + b, 0);
  const others = before.filter((_, ward) => !isLeading[ward]).reduce((a, b) => a + b, 0);
  const raise = ((districtPlan.leadingShare / (1 - districtPlan.leadingShare)) * others) / leading;
  const scale = (EVENTS_PER_MONTH * months.length) / (others + raise * leading);
  district.snapPoints.forEach(({ wardIndex }, point) => {
    boost[point] = isLeading[wardIndex] ? raise * scale : scale;
  });
  return { months, expectedAt, expectedByWard: sumByWard(district, months, expectedAt) };
}

function seasonAndTrend(
  category: PlannedCategory,
  calendarMonth: number,
  monthIndex: number,
  months: number,
): number {
  const season = 1 + category.swing * Math.cos(((calendarMonth - category.peakMonth) / 12) * 2 * Math.PI);
  return season * Math.exp((category.trendPerYear * (monthIndex - (months - 1) / 2)) / 12);
}

/** By category, each map point's part of the district's background; parts of a category add up to about 1. */
function lastingRisk(district: SampleDistrict, random: RandomSource): Float64Array[] {
  const { snapPoints, lsoas } = district;
  const total = lsoas.reduce((sum, lsoa) => sum + lsoa.population, 0);
  const shared = snapPoints.map((point) => {
    const lsoa = lsoas[point.lsoaIndex];
    const overWard = lsoa.deprivation - districtPlan.wards[lsoa.wardIndex].deprivation;
    const share = point.residents / total;
    return (
      share * Math.exp(DEPRIVATION_SLOPE * overWard) * (randomGamma(SHARED_SHAPE, random) / SHARED_SHAPE)
    );
  });
  return crimeCategories.map(() => {
    const risk = Float64Array.from(shared, (value) => value * (randomGamma(OWN_SHAPE, random) / OWN_SHAPE));
    const residentsOfWard = new Float64Array(districtPlan.wards.length);
    const riskOfWard = new Float64Array(districtPlan.wards.length);
    snapPoints.forEach(({ wardIndex, residents }, point) => {
      residentsOfWard[wardIndex] += residents / total;
      riskOfWard[wardIndex] += risk[point];
    });
    return risk.map((value, point) => {
      const { wardIndex } = snapPoints[point];
      const perHead = districtPlan.wards[wardIndex].riskFactor;
      return (value * perHead * residentsOfWard[wardIndex]) / riskOfWard[wardIndex];
    });
  });
}

function sumByWard(
  district: SampleDistrict,
  months: readonly string[],
  expectedAt: CrimeRates['expectedAt'],
): Float64Array {
  const sums = new Float64Array(districtPlan.wards.length);
  for (let month = 0; month < months.length; month++) {
    for (let category = 0; category < crimeCategories.length; category++) {
      const expected = expectedAt(month, category);
      for (let point = 0; point < expected.length; point++) {
        sums[district.snapPoints[point].wardIndex] += expected[point];
      }
    }
  }
  return sums;
}
