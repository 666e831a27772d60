import type { WeightRow, WeightSet } from './weight-set.ts';

const SOURCE = 'Derived from the Cambridge Crime Harm Index (2026 update), medians of its offence groups';
const YEAR = 2026;

/**
 * Days of imprisonment at the Sentencing Council's starting point for a first offender, by police.uk category.
 *
 * Sherman, Neyroud & Neyroud (2016), Policing 10(3):171-183; table of 2026 with 786 Home Office classifications. Cambridge
 * publishes no table for police.uk categories: composite categories are the middle of the range that the mix of offences
 * gives between forces.
 */
export const cchi2026Derived: WeightSet = {
  slug: 'cchi-2026-derived',
  version: 1,
  title: 'Cambridge Crime Harm Index, 2026, by police.uk category (derived)',
  unit: 'days',
  layer: 'crime',
  method:
    'Each recorded offence counts the days in prison that a first offender would get at the Sentencing Council starting point. ' +
    'Sentencing days stand in for harm. A category mixes offences, so its weight is a middle value that hides rare severe ones. ' +
    'England and Wales only. Cambridge publishes no table for police.uk categories and has not endorsed this one.',
  source: SOURCE,
  sourceYear: YEAR,
  significantDigits: 3,
  createdBy: null,
  createdAt: null,
  rows: [
    range(
      'violent-crime',
      197,
      159.07,
      235.12,
      'Composite: with injury 365, without injury 10, rape 2,555, other sexual 182.25. Replace it with the mix of your own force.',
    ),
    single('robbery', 365, 'One weight for all robbery.'),
    {
      ...single('possession-of-weapons', 273.75, 'Found by police activity: off in victim-reported mode.'),
      victimReported: false,
    },
    range('burglary', 222, 190.7, 252.52, 'Composite: residential 273.5, other 183.5.'),
    range('criminal-damage-arson', 11.6, 4.94, 18.19, 'Composite: arson 185, damage 2.'),
    single('other-crime', 10, 'Miscellaneous crimes against society.'),
    single('public-order', 7.5, 'Median of the group.'),
    single('vehicle-crime', 5, 'Median of the group.'),
    {
      ...range(
        'drugs',
        3.6,
        3.25,
        3.96,
        'Composite: possession 3, trafficking 5. Found by police activity: off in victim-reported mode.',
      ),
      victimReported: false,
    },
    single('theft-from-the-person', 2, 'Median of the group.'),
    single('other-theft', 2, 'Median of the group.'),
    single('bicycle-theft', 2, 'Median of the group.'),
    {
      ...single('shoplifting', 1, 'Counts how far shops report: off in victim-reported mode.'),
      victimReported: false,
    },
    {
      ...single(
        'anti-social-behaviour',
        1,
        'A floor, not a value of the index: an incident is not a notifiable offence and has no starting point.',
      ),
      quality: 'crude',
      source: 'Floor set by this product',
    },
  ],
};

function single(category: string, weight: number, note: string): WeightRow {
  return range(category, weight, weight, weight, note);
}

function range(category: string, weight: number, low: number, high: number, note: string): WeightRow {
  return {
    category,
    weight,
    low,
    high,
    quality: 'derived',
    victimReported: true,
    source: SOURCE,
    sourceYear: YEAR,
    note,
  };
}
