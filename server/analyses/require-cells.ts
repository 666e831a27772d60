import type { Database } from '../db/database.ts';
import { countInNoCell } from '../db/queries/event-counts.ts';
import { RequestError } from '../errors.ts';
import { type CountsOnCells, eventsOf } from './cell-grid.ts';
import type { Selection } from './selection.ts';

/**
 * For a selection of open data counted on cells: where every count is 0, whether that can be shown.
 *
 * @throws RequestError level-not-held where its events are known by the code of an area only
 */
export async function requireCells(
  { db }: Database,
  selection: Selection,
  { counts, outside }: CountsOnCells,
): Promise<void> {
  if (outside > 0 || counts.some((count) => count > 0)) return;
  if ((await countInNoCell(db, eventsOf(selection))) > 0) throw areasOnly(selection);
}

/** The answer to a question in cells about events that have no point. */
export function areasOnly({ layer, studyArea }: Pick<Selection, 'layer' | 'studyArea'>): RequestError {
  return new RequestError('level-not-held', {
    detail: `The events are known by the code of an LSOA or a ward only, so none is in a cell of ${studyArea.name}: a map of cells would show 0 where events were.`,
    seen: layer.layer,
    hint: 'Ask for the ward layer.',
    field: 'layer',
  });
}
