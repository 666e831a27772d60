import type { AreaMeasures, ChangeFigure, Interval, MeasuresResult } from '../../server/contract/measures.ts';
import type { NeedWard } from '../../server/contract/need-provision.ts';
import { sayAgainstDistrict } from '../words/bands.ts';
import { formatInterval, formatMeasure, formatShareInterval, sayCount } from '../words/format.ts';

/** '(87.9–98.5)', or nothing where there is no interval. */
export const inBrackets = (interval: Interval | null): string =>
  interval ? `(${formatInterval(interval.lower, interval.upper)})` : '';

export const shareInBrackets = (interval: Interval | null): string =>
  interval ? `(${formatShareInterval(interval.lower, interval.upper)})` : '';

/** How an area stands against its district. "Too few to say" comes before any band: it is not "similar". */
export function sayStanding(area: Pick<AreaMeasures, 'band' | 'tooFewToSay' | 'people'>): string {
  if (area.tooFewToSay) return 'Too few to say';
  if (area.band === null) return area.people === null ? 'No residents figure' : 'Not computable';
  return sayAgainstDistrict(area.band);
}

/** How a ward's demand stands against the district. A hidden count is not a small one: others are hidden to protect it. */
export function sayDemand({
  events,
  ratePer1000Year,
  band,
}: Pick<NeedWard, 'events' | 'ratePer1000Year' | 'band'>): string {
  if (events === null) return 'Hidden';
  if (ratePer1000Year === null) return 'No rate';
  return band === null ? 'Too few to say' : sayAgainstDistrict(band);
}

/** What the limits of a funnel allow for. */
export function sayFunnelLimits({ phi }: Pick<MeasuresResult['spread'], 'phi'>): string {
  return phi === null
    ? 'Limits allow for chance alone: how much areas differ beyond it is not computable from so few.'
    : `Limits allow for how much areas differ beyond chance (phi ${formatMeasure(phi)}, where 1 is chance alone).`;
}

/** How many cells would be hot in both layers by chance: 'fewer than 1 cell', 'about 1 cell', 'about 12 cells'. */
export function sayExpectedCells(expected: number): string {
  if (expected < 0.5) return 'fewer than 1 cell';
  return `about ${sayCount(Math.round(expected), 'cell')}`;
}

/** A rank with its interval: '3 (2–5)', '1' where it is certain. */
export function sayRank(rank: AreaMeasures['rank']): string {
  if (!rank) return '';
  return rank.lower === rank.upper ? `${rank.rank}` : `${rank.rank} (${rank.lower}–${rank.upper})`;
}

/**
 * A change in words: 'Up 12 %', 'Down 8 %', 'No evidence of change (+3 %)'.
 *
 * @param mayBeHidden the periods can be compared, so that a missing change is a hidden count
 */
export function sayChange(change: ChangeFigure | null, mayBeHidden = false): string {
  if (!change && mayBeHidden) return 'Earlier count hidden';
  if (!change || change.direction === 'not-computable') return 'Not computable';
  if (change.ratio === null) return change.direction === 'rise' ? 'Up from none' : 'None before';
  const percent = Math.round((change.ratio - 1) * 100);
  if (change.direction === 'no-evidence') {
    const sign = percent > 0 ? '+' : percent < 0 ? '−' : '±';
    return `No evidence of change (${sign}${Math.abs(percent)}\u00a0%)`;
  }
  return `${change.direction === 'rise' ? 'Up' : 'Down'} ${Math.abs(percent)}\u00a0%`;
}

/** A total at the digits it deserves: 310061 with three digits as '310,000'. */
export function formatDigits(value: number, significantDigits: number): string {
  return new Intl.NumberFormat('en-GB', { maximumSignificantDigits: significantDigits }).format(value);
}

export const formatSigned = (value: number): string =>
  value > 0 ? `+${formatMeasure(value)}` : value < 0 ? `−${formatMeasure(-value)}` : '0';
