/**
 * The lattice: square cells snapped to multiples of the cell size from (0, 0) of the National Grid (EPSG:27700).
 * A cell is half-open: it owns its west and south edges, not its east and north ones, so a point on a shared edge is
 * counted once, and two agencies with the same cell size always have the same cells.
 */
export interface Cell {
  /** Whole cells east of the origin. */
  readonly column: number;
  /** Whole cells north of the origin. */
  readonly row: number;
}

/** Columns and rows of a key lie in [-2^25, 2^25): one-metre cells over 33,000 km, far beyond Great Britain. */
const KEY_HALF_RANGE = 2 ** 25;
const KEY_RANGE = 2 ** 26;

/**
 * Column of an easting, or row of a northing: floor(coordinate / cell size), corrected where the division rounds a
 * coordinate just below a cell edge up on to it.
 *
 * @param coordinateM metres from the origin
 * @param cellSizeM side of a cell in metres, above 0
 */
export function cellCoordinate(coordinateM: number, cellSizeM: number): number {
  const cell = Math.floor(coordinateM / cellSizeM);
  return cell * cellSizeM > coordinateM ? cell - 1 : cell;
}

/** The cell that owns a point. */
export function cellOfPoint(x: number, y: number, cellSizeM: number): Cell {
  requireCellSize(cellSizeM);
  return { column: cellCoordinate(x, cellSizeM), row: cellCoordinate(y, cellSizeM) };
}

/** Centre of a cell, metres of EPSG:27700. */
export function cellCentre(column: number, row: number, cellSizeM: number): { x: number; y: number } {
  return { x: (column + 0.5) * cellSizeM, y: (row + 0.5) * cellSizeM };
}

/** One safe integer that names a cell among cells of the same size: for sets and maps. */
export function cellKey(column: number, row: number): number {
  return (row + KEY_HALF_RANGE) * KEY_RANGE + (column + KEY_HALF_RANGE);
}

/** The cell a key stands for. */
export function cellOfKey(key: number): Cell {
  const row = Math.floor(key / KEY_RANGE);
  return { column: key - row * KEY_RANGE - KEY_HALF_RANGE, row: row - KEY_HALF_RANGE };
}

/** Throw unless the cell size is a finite number of metres above 0. */
export function requireCellSize(cellSizeM: number): void {
  if (!(cellSizeM > 0 && Number.isFinite(cellSizeM))) {
    throw new RangeError(
      `The cell size must be a number of metres above 0; it was ${cellSizeM}. Give for example 250 (town) or 500 (district).`,
    );
  }
}
