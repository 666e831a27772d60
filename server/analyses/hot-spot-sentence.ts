import type { HotSpotSummary, Statistic } from '../contract/hot-spots.ts';
import type { NotComputable } from '../stats/not-computable.ts';
import { isRegister } from './registers.ts';
import { type Selection, whatIsCounted } from './selection.ts';
import { twoHoldSentence } from './two-hold-sentence.ts';
import { count, counted, percent, threeDigits } from './words.ts';

/** The finding in one or two sentences: the hot spots, then the wards that hold most. */
export function hotSpotSentence(
  selection: Selection,
  statistic: Statistic,
  summary: Omit<HotSpotSummary, 'sentence'>,
  byWard: readonly { wardId: number; events: number }[],
  refused: NotComputable | null,
  released: WardsReleased | null = null,
): string {
  if (summary.events === 0) {
    return `No ${whatIsCounted(selection).replace(/^all /, '')} was recorded with a location in ${selection.studyArea.name} in the months supplied.`;
  }
  if (refused) return `Hot spots cannot be computed here. ${refused.detail}`;
  const first =
    statistic === 'gi-star'
      ? giStarSentence(selection, summary)
      : statistic === 'density'
        ? `At its densest, ${selection.studyArea.name} has ${threeDigits(summary.maximumDensityPerKm2Year)} ${isRegister(selection.layer) ? 'places per km²' : 'events per km² a year'}.`
        : `${isRegister(selection.layer) ? `${counted(summary.events, 'place')} lie` : `${counted(summary.events, 'event')} fell`} in ${count(summary.cellsWithEvents)} of ${counted(summary.cells, 'cell')}; the fullest holds ${count(summary.maximumEvents)}.`;
  const wards = wardSentence(selection, byWard, released);
  if (selection.studyArea.level === 'drawn') return `${selection.studyArea.name}: ${first}`;
  return wards ? `${first} ${wards}` : first;
}

function giStarSentence(
  selection: Selection,
  { cells, hot95, hot99, eventsInHotCells, events }: Omit<HotSpotSummary, 'sentence'>,
): string {
  if (hot95 === 0)
    return `No evidence of a hot spot of ${whatIsCounted(selection)} among ${counted(cells, 'cell')}.`;
  const sure = hot99 > 0 ? ` (99 % sure for ${count(hot99)})` : '';
  const share = percent((eventsInHotCells ?? 0) / events);
  return `${count(hot95)} of ${counted(cells, 'cell')} ${hot95 === 1 ? 'is a hot spot' : 'are hot spots'}${sure}, holding ${share} of ${whatIsCounted(selection)}.`;
}

/** What a restricted layer's wards leave open. */
export interface WardsReleased {
  /** Of the district, as released. */
  readonly total: number;
  /** Wards whose count is hidden. */
  readonly hidden: number;
}

/**
 * "Two wards, Harbour and St Mildred, hold 33 % (32–34 %) of all crime and ASB." Empty for a part of a district, and as
 * `twoHoldSentence` says.
 *
 * @param released of restricted data, where the wards shown are not all of the district
 */
export function wardSentence(
  selection: Selection,
  byWard: readonly { wardId: number; events: number }[],
  released: WardsReleased | null = null,
): string {
  const { studyArea } = selection;
  const names = new Map(studyArea.district.wardAreas.map(({ areaId, name }) => [areaId, name]));
  if (studyArea.level !== 'district') return '';
  const hidden = released?.hidden ?? 0;
  return twoHoldSentence({
    areas: byWard.map(({ wardId, events }) => ({
      name: names.get(wardId) ?? 'a ward without a name',
      events,
    })),
    shown: names.size - hidden,
    hidden,
    total: released?.total ?? byWard.reduce((sum, { events }) => sum + events, 0),
    whatIsCounted: whatIsCounted(selection),
    one: 'ward',
  });
}
