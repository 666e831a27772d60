import type { WeightRow, WeightSet } from './weight-set.ts';

const SOURCE = 'Office for National Statistics, Crime Severity Score, data tool';
const YEAR = 2018;

/**
 * Mean actual sentence by police.uk category. The score is defined for Home Office offence codes; open police data has 14
 * categories, so most rows are crude: the geometric middle of the lowest and the highest weight among a category's offences.
 *
 * Office for National Statistics (2016), Research outputs: developing a Crime Severity Score for England and Wales.
 */
export const onsCrimeSeverity: WeightSet = {
  slug: 'ons-crime-severity',
  version: 1,
  title: 'ONS Crime Severity Score by police.uk category (crude)',
  unit: 'severity points',
  layer: 'crime',
  method:
    'Each recorded offence counts the mean sentence given for its kind, previous convictions included. ' +
    'The score belongs to Home Office offence codes: with police.uk categories only a middle of each category can be used, which ' +
    'is crude. A rise in severity can be better recording, so read the count beside it.',
  source: SOURCE,
  sourceYear: YEAR,
  significantDigits: 2,
  createdBy: null,
  createdAt: null,
  rows: [
    middle('violent-crime', 9, 7979, '82 offence codes from 9 to 7,979.'),
    figure('robbery', 746, 'All robbery.'),
    {
      ...middle('possession-of-weapons', 55, 1365, 'Offence codes from 55 to 1,365.'),
      victimReported: false,
    },
    middle(
      'burglary',
      117,
      438,
      'Non-dwelling 117, dwelling 438; the rare aggravated forms (1,513 and 2,127) are left out.',
    ),
    middle('criminal-damage-arson', 7, 837, 'Damage 7 to 19, arson 439 or 837.'),
    none('other-crime', 'The offences it holds are too unlike each other for a middle.'),
    middle('public-order', 10, 1880, 'Offence codes from 10 to 1,880.'),
    middle(
      'vehicle-crime',
      34,
      124,
      'Theft from a vehicle 34 or 48, theft of a vehicle 124; aggravated taking (722) is left out.',
    ),
    { ...middle('drugs', 3, 497, 'Possession 3 to 11, trafficking 497.'), victimReported: false },
    figure('theft-from-the-person', 86, 'All theft from the person.'),
    figure('other-theft', 33, 'Other theft.'),
    { ...figure('bicycle-theft', 33, 'Taken as other theft.'), quality: 'crude' },
    { ...figure('shoplifting', 13, 'All shop theft.'), victimReported: false },
    none('anti-social-behaviour', 'An incident, not a notifiable offence: the score does not cover it.'),
  ],
};

function figure(category: string, weight: number, note: string): WeightRow {
  return row(category, weight, weight, weight, 'published', note);
}

/** Geometric middle of two ends, to three digits. */
function middle(category: string, low: number, high: number, note: string): WeightRow {
  const weight = Number(Math.sqrt(low * high).toPrecision(3));
  return row(
    category,
    weight,
    low,
    high,
    'crude',
    `${note} Geometric middle of the two ends: our arithmetic.`,
  );
}

function none(category: string, note: string): WeightRow {
  return row(category, null, null, null, 'published', note);
}

function row(
  category: string,
  weight: number | null,
  low: number | null,
  high: number | null,
  quality: WeightRow['quality'],
  note: string,
): WeightRow {
  return {
    category,
    weight,
    low,
    high,
    quality,
    victimReported: true,
    source: SOURCE,
    sourceYear: YEAR,
    note,
  };
}
