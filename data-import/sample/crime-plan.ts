import type { PlannedBell } from './bell-weights.ts';

/** One of the 14 categories of data.police.uk and how it behaves in Ravensand where nothing is planted. */
export interface PlannedCategory {
  readonly name: string;
  /** Share of the background; from the mix of a Kent coastal year, rounded. */
  readonly share: number;
  /** Amplitude of the yearly swing and the calendar month (1 to 12) where it peaks. */
  readonly swing: number;
  readonly peakMonth: number;
  /** Change per year, as a log ratio: 0.05 is 5 % more each year. */
  readonly trendPerYear: number;
}

export const crimeCategories: readonly PlannedCategory[] = [
  category('Anti-social behaviour', 0.175, 0.14, 7, -0.03),
  category('Bicycle theft', 0.012, 0.3, 7, -0.02),
  category('Burglary', 0.052, 0.1, 12, -0.05),
  category('Criminal damage and arson', 0.098, 0.05, 7, 0),
  category('Drugs', 0.026, 0.02, 5, 0.02),
  category('Other crime', 0.027, 0, 1, 0.02),
  category('Other theft', 0.07, 0.06, 8, 0),
  category('Possession of weapons', 0.009, 0, 1, 0.03),
  category('Public order', 0.07, 0.08, 7, 0.01),
  category('Robbery', 0.011, 0.05, 11, 0.02),
  category('Shoplifting', 0.05, 0.04, 12, 0.08),
  category('Theft from the person', 0.007, 0.1, 8, 0.02),
  category('Vehicle crime', 0.063, 0.06, 11, -0.02),
  category('Violence and sexual offences', 0.33, 0.06, 7, 0.02),
];

/** How a planted concentration moves through the months. */
export type GeneratorCourse = 'steady' | 'summer' | 'emerging' | 'fading';

/** A planted concentration: extra events a month, on top of what the residents around account for. */
export interface PlannedGenerator extends PlannedBell {
  readonly id: 'night-time-economy' | 'shopping' | 'seafront' | 'supermarket' | 'emerging' | 'fading';
  readonly course: GeneratorCourse;
  /** Events a month by category while the course stands at 1. */
  readonly perMonth: Readonly<Record<string, number>>;
}

export const crimeGenerators: readonly PlannedGenerator[] = [
  {
    id: 'night-time-economy',
    ward: 'Harbour',
    centres: [[5.85, 6.6]],
    spreadM: 150,
    course: 'steady',
    perMonth: {
      'Violence and sexual offences': 34,
      'Public order': 16,
      'Anti-social behaviour': 14,
      'Criminal damage and arson': 6,
      Drugs: 5,
      Robbery: 2.5,
      'Theft from the person': 3,
      'Possession of weapons': 1.5,
    },
  },
  {
    id: 'shopping',
    ward: 'Harbour',
    centres: [[5.6, 6.15]],
    spreadM: 160,
    course: 'steady',
    perMonth: { Shoplifting: 16, 'Other theft': 5, 'Theft from the person': 1 },
  },
  {
    id: 'seafront',
    ward: 'Esplanade',
    centres: [
      [6.6, 7.15],
      [7.1, 7.05],
      [7.6, 7.1],
    ],
    spreadM: 190,
    course: 'summer',
    perMonth: {
      'Other theft': 11,
      'Theft from the person': 4,
      'Bicycle theft': 3,
      'Anti-social behaviour': 22,
      'Public order': 4,
      'Violence and sexual offences': 6,
    },
  },
  {
    id: 'supermarket',
    ward: 'Netherfield',
    centres: [[5.9, 3.4]],
    spreadM: 0,
    course: 'steady',
    perMonth: { Shoplifting: 30, 'Other theft': 2 },
  },
  {
    id: 'emerging',
    ward: 'Sandhythe',
    centres: [[11.3, 2.5]],
    spreadM: 170,
    course: 'emerging',
    perMonth: {
      'Violence and sexual offences': 16,
      'Anti-social behaviour': 10,
      'Criminal damage and arson': 7,
      Drugs: 5,
      Robbery: 3,
      'Possession of weapons': 2,
      'Vehicle crime': 5,
    },
  },
  {
    id: 'fading',
    ward: 'Foundry',
    centres: [[4.3, 4.9]],
    spreadM: 170,
    course: 'fading',
    perMonth: {
      'Anti-social behaviour': 15,
      'Criminal damage and arson': 9,
      'Vehicle crime': 9,
      Burglary: 6,
      'Violence and sexual offences': 8,
      Drugs: 4,
    },
  },
];

/** Months at the end of the series in which the emerging hot spot is present. */
export const EMERGING_MONTHS = 8;
/** Months at the start of the series in which the fading hot spot stands at full strength. */
export const FADING_AFTER_MONTHS = 14;

const SUMMER_COURSE = [0.35, 0.35, 0.4, 0.6, 0.75, 0.9, 2, 2.1, 0.8, 0.5, 0.35, 0.35];
const FADING_COURSE = [0.55, 0.25, 0.1];

/**
 * Strength of a generator in one month, 1 being what `perMonth` says.
 *
 * @param monthIndex 0 for the first month of the series
 * @param calendarMonth 1 to 12
 */
export function generatorStrength(
  course: GeneratorCourse,
  monthIndex: number,
  months: number,
  calendarMonth: number,
): number {
  if (course === 'steady') return 1;
  if (course === 'summer') return SUMMER_COURSE[calendarMonth - 1];
  if (course === 'fading') {
    return monthIndex < FADING_AFTER_MONTHS ? 1 : (FADING_COURSE[monthIndex - FADING_AFTER_MONTHS] ?? 0);
  }
  const monthsIn = monthIndex - (months - EMERGING_MONTHS);
  return monthsIn < 0 ? 0 : Math.min(1, 0.4 + 0.15 * monthsIn);
}

function category(
  name: string,
  share: number,
  swing: number,
  peakMonth: number,
  trendPerYear: number,
): PlannedCategory {
  return { name, share, swing, peakMonth, trendPerYear };
}
