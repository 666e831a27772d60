import type { RandomSource } from '../../server/stats/random.ts';
import { drawFromCumulative, runningTotals } from './random-draws.ts';

const NO_SUSPECT = 'Investigation complete; no suspect identified';
const NOT_PROSECUTED = 'Unable to prosecute suspect';
const UNDER_INVESTIGATION = 'Under investigation';
const AWAITING_COURT = 'Awaiting court outcome';

/** What an investigation ends with, and how often, by whether there is usually someone to find. */
const acquisitive = mix({
  [NO_SUSPECT]: 78,
  [NOT_PROSECUTED]: 12,
  'Court result unavailable': 4,
  'Status update unavailable': 2,
  'Local resolution': 1.5,
  'Offender given a caution': 1,
  'Offender sent to prison': 1,
  'Further investigation is not in the public interest': 0.5,
});
const personal = mix({
  [NOT_PROSECUTED]: 64,
  [NO_SUSPECT]: 14,
  'Court result unavailable': 8,
  'Action to be taken by another organisation': 4,
  'Further investigation is not in the public interest': 3,
  'Status update unavailable': 2.5,
  'Local resolution': 2,
  'Offender given a caution': 1.5,
  'Offender given community sentence': 0.6,
  'Offender sent to prison': 0.4,
});
const proactive = mix({
  'Local resolution': 28,
  'Court result unavailable': 22,
  [NOT_PROSECUTED]: 22,
  'Offender given a caution': 12,
  'Offender given a drugs possession warning': 8,
  'Further investigation is not in the public interest': 4,
  'Offender given community sentence': 2,
  'Offender sent to prison': 2,
});
const shoplifting = mix({
  [NO_SUSPECT]: 52,
  [NOT_PROSECUTED]: 24,
  'Court result unavailable': 13,
  'Local resolution': 7,
  'Offender given a caution': 2,
  'Offender sent to prison': 2,
});

const MIX_OF_CATEGORY: Readonly<Record<string, Mix>> = {
  'Bicycle theft': acquisitive,
  Burglary: acquisitive,
  'Criminal damage and arson': acquisitive,
  Drugs: proactive,
  'Other crime': personal,
  'Other theft': acquisitive,
  'Possession of weapons': proactive,
  'Public order': personal,
  Robbery: acquisitive,
  Shoplifting: shoplifting,
  'Theft from the person': acquisitive,
  'Vehicle crime': acquisitive,
  'Violence and sexual offences': personal,
};

/**
 * The latest outcome as published: empty for anti-social behaviour. The newest months are right-censored: about half
 * of last month's crimes are still under investigation, falling by a third each month after.
 *
 * @param ageMonths months between the crime's month and the newest in the series
 */
export function drawOutcome(random: RandomSource, category: string, ageMonths: number): string {
  const endings = MIX_OF_CATEGORY[category];
  if (!endings) return '';
  if (random() < 0.5 * Math.exp(-ageMonths / 2.6)) return UNDER_INVESTIGATION;
  const outcome = endings.names[drawFromCumulative(random, endings.cumulative)];
  const inCourt = outcome === 'Court result unavailable' && random() < Math.exp(-ageMonths / 6);
  return inCourt ? AWAITING_COURT : outcome;
}

interface Mix {
  readonly names: readonly string[];
  readonly cumulative: Float64Array;
}

function mix(weights: Readonly<Record<string, number>>): Mix {
  return { names: Object.keys(weights), cumulative: runningTotals(Object.values(weights)) };
}
