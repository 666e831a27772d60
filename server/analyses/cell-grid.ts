import type { Chosen } from '../contract/shared.ts';
import type { Database } from '../db/database.ts';
import { countByCell, type EventSelection } from '../db/queries/event-counts.ts';
import { RequestError } from '../errors.ts';
import { defaultCellSize, minimumCellSize } from './precision.ts';
import type { Selection } from './selection.ts';
import type { StudyAreaCells } from './study-area-cells.ts';

/** The cell size asked for, or the default with its reason; refused where finer than any of the layer's data. */
export function resolveCellSize(
  { layer, studyArea }: Selection,
  asked: number | undefined,
  chosen: Chosen[],
): number {
  const limits = layer.datasets.map((dataset) =>
    minimumCellSize(dataset.locationPrecision, dataset.sensitivityClass),
  );
  const limit = limits.reduce((a, b) => (b.minimumM > a.minimumM ? b : a));
  if (asked === undefined) {
    const { cellSizeM, because } = defaultCellSize(studyArea.areaKm2, limit.minimumM);
    chosen.push({ parameter: 'cellSizeM', value: cellSizeM, because });
    return cellSizeM;
  }
  if (asked < limit.minimumM) {
    throw new RequestError('cell-too-fine', {
      detail: limit.because,
      seen: `${asked} m`,
      hint: `Ask for cells of ${limit.minimumM} m or more.`,
      field: 'cellSizeM',
    });
  }
  return asked;
}

/** The events of a selection, as the queries name them. */
export function eventsOf(selection: Selection): EventSelection {
  return {
    datasetIds: selection.layer.datasets.map(({ datasetId }) => datasetId),
    fromMonthNo: selection.fromMonthNo,
    toMonthNo: selection.toMonthNo,
    categoryIds: selection.categoryIds,
    wardIds: selection.studyArea.wardIds,
    withinWkt: selection.studyArea.drawn?.wkt,
    times: selection.times,
    // What is held in memory has months, not hours.
    held: selection.times
      ? undefined
      : (selection.layer.eventsIn?.(selection.studyArea.district) ?? undefined),
  };
}

export interface CountsOnCells {
  /** Events in each cell, in the order of the cells. */
  readonly counts: Int32Array;
  /** Events of the study area whose cell does not meet it: positions on its very edge. */
  readonly outside: number;
}

/** Count events on the cells of a study area. */
export async function countOnCells(
  { db }: Database,
  events: EventSelection,
  { cells, index }: StudyAreaCells,
): Promise<CountsOnCells> {
  const counted = await countByCell(db, events, cells.cellSizeM);
  const counts = new Int32Array(cells.count);
  let outside = 0;
  for (let i = 0; i < counted.events.length; i++) {
    const place = index.indexOf(counted.column[i], counted.row[i]);
    if (place < 0) outside += counted.events[i];
    else counts[place] += counted.events[i];
  }
  return { counts, outside };
}

/** NaN has no JSON: null stands for "not computable here". */
export function withGaps(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}
