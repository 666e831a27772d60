import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import { cellCentre } from '../map/lattice.ts';
import { gridReference, toLonLat } from '../map/national-grid.ts';
import type { PlaceFinder } from '../map/place-names.ts';

/** One cell of a result, as the card, the hover line and the table say it. */
export interface CellFacts {
  index: number;
  column: number;
  row: number;
  /** The ward its centre lies in. */
  place: string;
  gridReference: string;
  lon: number;
  lat: number;
  events: number;
  densityPerKm2Year: number | null;
  areaShare: number;
  z: number | null;
  p: number | null;
  pAdjusted: number | null;
  band: number | null;
}

export function cellFacts(result: HotSpotResult, index: number, places: PlaceFinder | null): CellFacts {
  const { cells } = result;
  const [column, row] = [cells.column[index]!, cells.row[index]!];
  const [x, y] = cellCentre(result.parameters.cellSizeM, column, row);
  const [lon, lat] = toLonLat(x, y);
  return {
    index,
    column,
    row,
    place: places?.nameAt(lon, lat) ?? '',
    gridReference: gridReference(x, y),
    lon,
    lat,
    events: cells.events[index]!,
    densityPerKm2Year: cells.densityPerKm2Year[index] ?? null,
    areaShare: cells.areaShare[index]!,
    z: cells.z?.[index] ?? null,
    p: cells.p?.[index] ?? null,
    pAdjusted: cells.pAdjusted?.[index] ?? null,
    band: cells.band?.[index] ?? null,
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
