import { isNotComputable } from '../../stats/not-computable.ts';
import { shareInterval } from '../../stats/share-interval.ts';
import { count, counted, monthInWords, percentWithInterval } from '../words.ts';

/** A ward's count of another layer; `events` null: hidden. */
export interface OtherLayerCount {
  readonly whatIsCounted: string;
  readonly from: string;
  readonly to: string;
  readonly ward: string;
  readonly events: number | null;
  readonly rounded: boolean;
  /** Of the district; null: hidden. */
  readonly total: number | null;
  /** Place among the wards shown, by count; null where the count is hidden. */
  readonly rank: number | null;
  readonly wards: number;
}

/**
 * "All ambulance pick-ups, Oct 2023 to Sep 2026: about 2,055 in Harbour, 23 % (22–24 %) of the district's; by count, place 1 of 16
 * wards shown." The months stand in it, since a restricted layer is released for others than those of the page.
 */
export function otherLayerSentence(of: OtherLayerCount): string {
  const { whatIsCounted, ward, events, rounded, total, rank, wards } = of;
  const what = `${whatIsCounted[0].toUpperCase()}${whatIsCounted.slice(1)}, ${monthsInWords(of)}`;
  if (events === null)
    return `${what}: the figure for ${ward} is hidden, because it or one near it is small; it is not to be read as none.`;
  const held =
    total === null || total === 0
      ? null
      : shareInterval({ areaEvents: Math.min(events, total), districtEvents: total });
  const share =
    held === null || isNotComputable(held)
      ? ''
      : `, ${percentWithInterval(held.share, held.lower, held.upper)} of the district's`;
  const about = rounded && events > 0 ? 'about ' : '';
  return `${what}: ${about}${count(events)} in ${ward}${share}; by count, place ${rank} of ${counted(wards, 'ward')} shown.`;
}

/** "Oct 2023 to Sep 2026", or one month. */
export function monthsInWords({ from, to }: { readonly from: string; readonly to: string }): string {
  return from === to ? monthInWords(from) : `${monthInWords(from)} to ${monthInWords(to)}`;
}
