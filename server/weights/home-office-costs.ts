import type { WeightRow, WeightSet } from './weight-set.ts';

const SOURCE = 'Home Office, Economic and social costs of crime 2019 to 2020, tables 1, 3 and 4';
const YEAR = 2020;

/** Unit cost of one offence, and by how much recorded crime is multiplied to stand for all crime. */
interface Offence {
  readonly costPounds: number;
  readonly multiplier: number;
}

/**
 * Indicative cost to society of one recorded offence, pounds of 2019/20, by police.uk category.
 *
 * The published unit costs are per offence that happens, recorded or not, so the weight is unit cost x multiplier: the
 * multiplier scales recorded volumes up to all volumes. Where a category mixes two priced offences the weight is the mean of
 * the two and the range is both.
 */
export const homeOfficeCosts: WeightSet = {
  slug: 'home-office-costs-2019-20',
  version: 1,
  title: 'Home Office unit costs of crime, 2019/20 prices',
  unit: 'pounds (2019/20)',
  layer: 'crime',
  method:
    'Each recorded offence counts its unit cost (anticipation, consequence and response) times the multiplier that scales ' +
    'recorded crime to all crime. An indicative cost to society, to two digits, not a saving: leave the cost of anticipation out ' +
    'when a small change is valued, and uprate it to the price year you report in. Never added to harm days.',
  source: SOURCE,
  sourceYear: YEAR,
  significantDigits: 2,
  createdBy: null,
  createdAt: null,
  rows: [
    either(
      'violent-crime',
      { costPounds: 7150, multiplier: 0.98 },
      { costPounds: 15_720, multiplier: 1.64 },
      'Without injury and with injury; rape, other sexual offences and homicide cost far more and are not in it.',
    ),
    one('robbery', { costPounds: 10_490, multiplier: 2.02 }, 'Personal robbery.'),
    { ...unpriced('possession-of-weapons'), victimReported: false },
    one(
      'burglary',
      { costPounds: 7720, multiplier: 2.17 },
      'Domestic burglary; commercial burglary costs 10,020.',
    ),
    one('criminal-damage-arson', { costPounds: 1970, multiplier: 1.85 }, 'Criminal damage of individuals.'),
    unpriced('other-crime'),
    unpriced('public-order'),
    either(
      'vehicle-crime',
      { costPounds: 1420, multiplier: 2.22 },
      { costPounds: 20_330, multiplier: 0.71 },
      'Theft from and theft of a vehicle.',
    ),
    { ...unpriced('drugs'), victimReported: false },
    one('theft-from-the-person', { costPounds: 1590, multiplier: 3.43 }, 'Theft from the person.'),
    unpriced('other-theft'),
    unpriced('bicycle-theft'),
    {
      ...one(
        'shoplifting',
        { costPounds: 570, multiplier: 1 },
        'Commercial theft; no multiplier is known to us, so recorded offences only: a floor.',
      ),
      quality: 'crude',
      victimReported: false,
    },
    unpriced('anti-social-behaviour'),
  ],
};

function one(category: string, { costPounds, multiplier }: Offence, note: string): WeightRow {
  const weight = costPounds * multiplier;
  return row(category, weight, weight, weight, 'published', `${costPounds} pounds x ${multiplier}. ${note}`);
}

function either(category: string, first: Offence, second: Offence, note: string): WeightRow {
  const ends = [first, second]
    .map(({ costPounds, multiplier }) => costPounds * multiplier)
    .sort((a, b) => a - b);
  const text = `${first.costPounds} pounds x ${first.multiplier} and ${second.costPounds} pounds x ${second.multiplier}, mean of the two. ${note}`;
  return row(category, (ends[0] + ends[1]) / 2, ends[0], ends[1], 'crude', text);
}

function unpriced(category: string): WeightRow {
  return row(category, null, null, null, 'published', 'The source prices no such offence.');
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
