import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import { cellCentre } from '../map/lattice.ts';
import { gridReference, toLonLat } from '../map/national-grid.ts';
import type { PlaceFinder } from '../map/place-names.ts';

/** Where a cell is, as the card, the hover line and the table say it. */
export interface CellPlace {
  /** The ward its centre lies in. */
  place: string;
  gridReference: string;
}

/** Column and row count cells of `cellSizeM` metres from (0, 0) of the National Grid. */
export function cellPlace(
  cellSizeM: number,
  column: number,
  row: number,
  places: PlaceFinder | null,
): CellPlace {
  const [x, y] = cellCentre(cellSizeM, column, row);
  return {
    place: places?.nameAt(...toLonLat(x, y)) ?? '',
    gridReference: gridReference(x, y),
  };
}

/**
 * The cells worth listing, hottest first: by z for Gi*, else by what the map shows; then by events, then north to
 * south. Listed is what is drawn, and every cell with events: a table of the same cells as the map.
 */
export function hottestCells(result: HotSpotResult): number[] {
  const { cells, parameters } = result;
  const heat =
    parameters.statistic === 'gi-star'
      ? (cells.z ?? cells.events)
      : parameters.statistic === 'density'
        ? cells.densityPerKm2Year
        : parameters.statistic === 'harm'
          ? (cells.harm ?? cells.events)
          : cells.events;
  const listed: number[] = [];
  for (let i = 0; i < cells.length; i++) {
    const drawn = parameters.statistic === 'density' ? cells.densityPerKm2Year[i] !== 0 : cells.band?.[i];
    if (cells.events[i]! > 0 || drawn) listed.push(i);
  }
  return listed.sort(
    (a, b) =>
      (heat[b] ?? 0) - (heat[a] ?? 0) ||
      cells.events[b]! - cells.events[a]! ||
      cells.row[b]! - cells.row[a]! ||
      cells.column[a]! - cells.column[b]!,
  );
}
