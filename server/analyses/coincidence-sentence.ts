import type { CoincidenceResult, CoincidenceSide } from '../contract/coincidence.ts';
import type { NotComputableState } from '../contract/shared.ts';
import { count, counted, percent } from './words.ts';

/** The mental health map in two sentences: where both are hot and what share of each that is; where they part. */
export function coincidenceSentence(
  place: string,
  first: CoincidenceSide,
  second: CoincidenceSide,
  { cells, both, firstOnly, secondOnly, notShown }: Omit<CoincidenceResult['summary'], 'sentence'>,
  refused: NotComputableState | null,
): string {
  if (refused) return `Hot spots cannot be computed for both layers. ${refused.detail}`;
  const hidden = notShown > 0 ? ` In ${counted(notShown, 'cell')} hidden counts leave it open.` : '';
  if (both === 0) {
    return (
      `No cell of ${count(cells)} in ${place} is a hot spot both for ${first.what} and for ${second.what}: ` +
      `${count(firstOnly)} for the first alone, ${count(secondOnly)} for the second alone.${hidden}`
    );
  }
  return (
    `${counted(both, 'cell')} of ${count(cells)} in ${place} ${both === 1 ? 'is a hot spot' : 'are hot spots'} for both ${first.what} and ${second.what}, ` +
    `with ${shareOf(first)} of the first and ${shareOf(second)} of the second. ` +
    `${count(firstOnly)} ${firstOnly === 1 ? 'is' : 'are'} hot for the first alone, ${count(secondOnly)} for the second alone.${hidden}`
  );
}

function shareOf({ events, eventsInBoth }: CoincidenceSide): string {
  return events === 0 ? 'none' : `about ${percent(Math.min(1, eventsInBoth / events))}`;
}
