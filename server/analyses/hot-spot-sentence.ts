import type { HotSpotSummary, Statistic } from '../contract/hot-spots.ts';
import { isNotComputable, type NotComputable } from '../stats/not-computable.ts';
import { shareInterval } from '../stats/share-interval.ts';
import { isRegister } from './registers.ts';
import { type Selection, whatIsCounted } from './selection.ts';
import { count, counted, listed, percent, percentWithInterval, threeDigits } from './words.ts';

/** The finding in one or two sentences: the hot spots, then the wards that hold most. */
export function hotSpotSentence(
  selection: Selection,
  statistic: Statistic,
  summary: Omit<HotSpotSummary, 'sentence'>,
  byWard: readonly { wardId: number; events: number }[],
  refused: NotComputable | null,
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
  const wards = wardSentence(selection, byWard);
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

/** "Two wards, Harbour and St Mildred, hold 33 % (32–34 %) of all crime and ASB." Empty for a study area of one ward. */
export function wardSentence(
  selection: Selection,
  byWard: readonly { wardId: number; events: number }[],
): string {
  const { studyArea } = selection;
  const names = new Map(studyArea.district.wardAreas.map(({ areaId, name }) => [areaId, name]));
  const total = byWard.reduce((sum, { events }) => sum + events, 0);
  if (studyArea.level !== 'district' || names.size < 4 || total === 0) return '';
  const top = [...byWard].sort((a, b) => b.events - a.events || a.wardId - b.wardId).slice(0, 2);
  const held = shareInterval({
    areaEvents: top.reduce((sum, { events }) => sum + events, 0),
    districtEvents: total,
  });
  if (isNotComputable(held) || top.length < 2) return '';
  const wards = listed(top.map(({ wardId }) => names.get(wardId) ?? 'a ward without a name'));
  return `Two wards, ${wards}, hold ${percentWithInterval(held.share, held.lower, held.upper)} of ${whatIsCounted(selection)}.`;
}
