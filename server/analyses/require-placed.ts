import { RequestError } from '../errors.ts';
import type { EventFigures } from './event-figures.ts';
import type { Selection } from './selection.ts';

/**
 * For a selection that no ward has an event of: whether that can be said as a count of 0.
 *
 * @throws RequestError level-not-held where events of the layer have no place: any of them may belong here
 */
export async function requirePlaced(
  figures: EventFigures,
  { layer, studyArea }: Pick<Selection, 'layer' | 'studyArea'>,
): Promise<void> {
  if ((await figures.notMapped()).state === 'zero') return;
  throw new RequestError('level-not-held', {
    detail: `No event of this selection could be placed in a ward of ${studyArea.name}, while events of the layer ${layer.layer} have no place: a count of 0 would be wrong.`,
    seen: layer.layer,
    hint: 'The Data page says why events could not be placed, such as areas of another vintage than the boundaries loaded.',
    field: 'layer',
  });
}
