import type { Cells } from '../../server/contract/hot-spots.ts';

/**
 * Where the cells of a result are: a dense index over their bounding rectangle, so that the cell under the pointer
 * is found by arithmetic. Rows and columns count from (0, 0) of the National Grid.
 */
export interface Lattice {
  cellSizeM: number;
  /** First column and row of the rectangle, and its extent in cells. */
  column0: number;
  row0: number;
  width: number;
  height: number;
  /** For (row - row0) * width + column - column0: the index of the cell, or -1. */
  indexAt: Int32Array;
}

export function createLattice(cells: Pick<Cells, 'length' | 'column' | 'row'>, cellSizeM: number): Lattice {
  let column0 = Number.POSITIVE_INFINITY;
  let row0 = Number.POSITIVE_INFINITY;
  let column1 = Number.NEGATIVE_INFINITY;
  let row1 = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < cells.length; i++) {
    column0 = Math.min(column0, cells.column[i]!);
    column1 = Math.max(column1, cells.column[i]!);
    row0 = Math.min(row0, cells.row[i]!);
    row1 = Math.max(row1, cells.row[i]!);
  }
  if (cells.length === 0)
    return { cellSizeM, column0: 0, row0: 0, width: 0, height: 0, indexAt: new Int32Array(0) };
  const width = column1 - column0 + 1;
  const height = row1 - row0 + 1;
  const indexAt = new Int32Array(width * height).fill(-1);
  for (let i = 0; i < cells.length; i++)
    indexAt[(cells.row[i]! - row0) * width + cells.column[i]! - column0] = i;
  return { cellSizeM, column0, row0, width, height, indexAt };
}

/** The index of the cell in a column and row, or -1. */
export function cellIndex(lattice: Lattice, column: number, row: number): number {
  const c = column - lattice.column0;
  const r = row - lattice.row0;
  if (c < 0 || r < 0 || c >= lattice.width || r >= lattice.height) return -1;
  return lattice.indexAt[r * lattice.width + c]!;
}

/** The index of the cell that covers a point, or -1. Half-open: a point on an edge is in the cell above or right of it. */
export function cellIndexAt(lattice: Lattice, x: number, y: number): number {
  return cellIndex(lattice, Math.floor(x / lattice.cellSizeM), Math.floor(y / lattice.cellSizeM));
}

/** The centre of a cell, metres. */
export function cellCentre(cellSizeM: number, column: number, row: number): [number, number] {
  return [(column + 0.5) * cellSizeM, (row + 0.5) * cellSizeM];
}

/** The corners of a cell as a closed ring, anticlockwise from the south-west, metres. */
export function cellRing(cellSizeM: number, column: number, row: number): [number, number][] {
  const [west, south] = [column * cellSizeM, row * cellSizeM];
  const [east, north] = [west + cellSizeM, south + cellSizeM];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}
