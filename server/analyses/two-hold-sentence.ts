import { isNotComputable } from '../stats/not-computable.ts';
import { shareInterval } from '../stats/share-interval.ts';
import { counted, listed, percentWithInterval } from './words.ts';

/** Areas whose count is shown, and what is known of the others. */
export interface HeldByTwo {
  readonly areas: readonly { readonly name: string; readonly events: number }[];
  /** Areas shown, those without any event included. */
  readonly shown: number;
  /** Areas whose count is hidden: any of them may hold more than those shown. */
  readonly hidden: number;
  /** Of the district, the hidden areas included. */
  readonly total: number;
  readonly whatIsCounted: string;
  /** 'ward' or 'LSOA'. */
  readonly one: string;
}

/**
 * "Two wards, A and B, hold 33 % (32–34 %) of all crime and ASB." Where counts are hidden, "Of the 12 wards shown, two, A and B, hold
 * most: ...", since a hidden ward may hold more. The share is of the district, never of the areas shown. Empty for fewer than four
 * areas shown, and where fewer than two of them have any event.
 */
export function twoHoldSentence({ areas, shown, hidden, total, whatIsCounted, one }: HeldByTwo): string {
  const top = [...areas]
    .filter(({ events }) => events > 0)
    .sort((a, b) => b.events - a.events || a.name.localeCompare(b.name, 'en-GB'))
    .slice(0, 2);
  // Rounded by itself, an area can read more than its district.
  const areaEvents = Math.min(
    total,
    top.reduce((sum, { events }) => sum + events, 0),
  );
  const held = shareInterval({ areaEvents, districtEvents: total });
  if (isNotComputable(held) || shown < 4 || top.length < 2) return '';
  const names = listed(top.map(({ name }) => name));
  const share = `${percentWithInterval(held.share, held.lower, held.upper)} of ${whatIsCounted}`;
  return hidden === 0
    ? `Two ${one}s, ${names}, hold ${share}.`
    : `Of the ${counted(shown, one)} shown, two, ${names}, hold most: ${share}.`;
}
