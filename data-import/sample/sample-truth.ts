import type { SampleDistrict } from './build-district.ts';
import {
  crimeGenerators,
  EMERGING_MONTHS,
  FADING_AFTER_MONTHS,
  type PlannedGenerator,
} from './crime-plan.ts';
import type { CrimeRates } from './crime-rates.ts';
import { districtPlan } from './district-plan.ts';
import { type PlantedPlace, plantedPlace } from './planted-place.ts';
import type { PoliceOddities } from './write-police.ts';

/** The structure that was planted, for tests and screens to be checked against. */
export interface SampleTruth {
  readonly months: readonly string[];
  readonly leadingWards: readonly { code: string; name: string }[];
  /** Expected share of the leading wards in all crime and anti-social behaviour. */
  readonly leadingShare: number;
  /** Risk per head is one common rate in these wards. */
  readonly neutralWards: readonly { code: string; name: string }[];
  /** Over all months, before Poisson noise. */
  readonly expectedEventsByWard: readonly {
    code: string;
    name: string;
    population: number;
    events: number;
  }[];
  readonly nightTimeEconomy: PlantedPlace & { readonly categories: readonly string[] };
  readonly seafront: PlantedPlace & { readonly peakCalendarMonths: readonly number[] };
  readonly emerging: PlantedPlace & { readonly firstMonth: string; readonly lastMonth: string };
  readonly fading: PlantedPlace & { readonly lastFullMonth: string };
  readonly supermarket: {
    readonly wardCode: string;
    readonly lon: string;
    readonly lat: string;
    readonly category: string;
  };
  readonly oddities: PoliceOddities;
}

/** Writes down what the plan put into the files. */
export function sampleTruth(
  district: SampleDistrict,
  rates: CrimeRates,
  oddities: PoliceOddities,
): SampleTruth {
  const { months } = rates;
  const wardsNamed = (names: readonly string[]) =>
    names.map((name) => ({ code: district.wards.find((ward) => ward.name === name)!.code, name }));
  const nightTimeEconomy = generator('night-time-economy');
  const supermarket = district.snapPoints.find((point) => point.name === 'Supermarket')!;
  return {
    months,
    leadingWards: wardsNamed(districtPlan.leadingWards),
    leadingShare: districtPlan.leadingShare,
    neutralWards: wardsNamed(districtPlan.neutralWards),
    expectedEventsByWard: district.wards.map(({ code, name }, index) => {
      const population = district.lsoas
        .filter((lsoa) => lsoa.wardIndex === index)
        .reduce((sum, lsoa) => sum + lsoa.population, 0);
      return { code, name, population, events: rates.expectedByWard[index] };
    }),
    nightTimeEconomy: {
      ...plantedPlace(district, nightTimeEconomy),
      categories: Object.keys(nightTimeEconomy.perMonth),
    },
    seafront: { ...plantedPlace(district, generator('seafront')), peakCalendarMonths: [7, 8] },
    emerging: {
      ...plantedPlace(district, generator('emerging')),
      firstMonth: months[Math.max(0, months.length - EMERGING_MONTHS)],
      lastMonth: months[months.length - 1],
    },
    fading: {
      ...plantedPlace(district, generator('fading')),
      lastFullMonth: months[Math.min(months.length, FADING_AFTER_MONTHS) - 1],
    },
    supermarket: {
      wardCode: district.wards[supermarket.wardIndex].code,
      lon: supermarket.lon,
      lat: supermarket.lat,
      category: 'Shoplifting',
    },
    oddities,
  };
}

function generator(id: PlannedGenerator['id']): PlannedGenerator {
  return crimeGenerators.find((plan) => plan.id === id)!;
}
