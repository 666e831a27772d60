import type { CatalogueLayer } from '../../server/contract/catalogue.ts';

/** First and last hour, inclusive, round midnight where the last is earlier. */
export const HOURS = /^(?:\d|1\d|2[0-3])-(?:\d|1\d|2[0-3])$/;
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * Why hours and weekdays cannot be chosen, in a sentence; null where they can.
 *
 * @param second the layer that the first is set against, where there is one: both are kept to the same hours or neither
 */
export function whyNoTimes(first: CatalogueLayer, second: CatalogueLayer | null = null): string | null {
  const reason = whyNoTimesOf(first) ?? (second && whyNoTimesOf(second));
  if (!reason || !second || second.layer === first.layer) return reason;
  return `${reason} Two layers are set against each other at the same hours, so both must have them.`;
}

function whyNoTimesOf(layer: CatalogueLayer): string | null {
  if (layer.disclosure)
    return 'Restricted data has no hours on the map: a few hours hold so few events that nearly every cell would be hidden, and one choice of hours could be subtracted from another. Each ward’s page has its hours of the week, as far as they are released.';
  if (layer.isRegister) return `${layer.title} says what is there on a day, at every hour.`;
  if (!['minute', 'hour'].includes(layer.timePrecision))
    return layer.layer === 'crime'
      ? 'Police open data names the month of a crime only, not its day or hour.'
      : `${layer.title} names the ${layer.timePrecision} only.`;
  return null;
}

/** The weekdays of a list, in the order of the week; null where they are all or none. */
export function weekdaysOf(text: string | null): string | null {
  const named = new Set((text ?? '').split(','));
  const known = WEEKDAYS.filter((day) => named.has(day));
  return known.length === 0 || known.length === WEEKDAYS.length ? null : known.join(',');
}

/** 'Time of day: Fri, Sat, 22:00 to 03:59' */
export function sayTimes(hours: string | null, weekdays: string | null): string {
  const days = weekdays?.split(',').map((day) => day.charAt(0).toUpperCase() + day.slice(1)) ?? [];
  const [first, last] = hours?.split('-').map(Number) ?? [];
  const parts = [
    days.join(', '),
    first === undefined || last === undefined ? '' : `${clock(first, '00')} to ${clock(last, '59')}`,
  ].filter((part) => part !== '');
  return `Time of day: ${parts.length === 0 ? 'every hour' : parts.join(', ')}`;
}

export function clock(hour: number, minutes: '00' | '59'): string {
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}
