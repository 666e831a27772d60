import { cellKey } from './lattice.ts';
import type { MaskedCells } from './mask-cells.ts';

/** Finds a cell's place in a list of cells. */
export interface CellIndex {
  /** Place of the cell, or -1 where it is not in the list. Any integers may be asked for. */
  indexOf(column: number, row: number): number;
}

/** A dense table up to this size is always reasonable (16 MB). */
const DENSE_CELLS = 4_000_000;
/** Above it, a table is still kept while it has no more than this many entries a cell. */
const DENSE_ENTRIES_PER_CELL = 16;

/**
 * Constant-time look-up from (column, row) to the place of the cell: a dense table over the bounding box, or a hash map
 * where the cells are too scattered for one.
 */
export function indexCells(cells: Pick<MaskedCells, 'column' | 'row' | 'count'>): CellIndex {
  const { column, row, count } = cells;
  let west = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    if (column[i] < west) west = column[i];
    if (column[i] > east) east = column[i];
    if (row[i] < south) south = row[i];
    if (row[i] > north) north = row[i];
  }
  const width = count === 0 ? 0 : east - west + 1;
  const height = count === 0 ? 0 : north - south + 1;
  if (width * height > Math.max(DENSE_CELLS, DENSE_ENTRIES_PER_CELL * count)) return hashIndex(cells);

  // 0 means absent, so that a fresh table needs no filling; places are stored one higher.
  const table = new Int32Array(width * height);
  for (let i = 0; i < count; i++) table[(row[i] - south) * width + (column[i] - west)] = i + 1;
  return {
    indexOf(c, r) {
      const dx = c - west;
      const dy = r - south;
      return dx >= 0 && dx < width && dy >= 0 && dy < height ? table[dy * width + dx] - 1 : -1;
    },
  };
}

function hashIndex({ column, row, count }: Pick<MaskedCells, 'column' | 'row' | 'count'>): CellIndex {
  const places = new Map<number, number>();
  for (let i = 0; i < count; i++) places.set(cellKey(column[i], row[i]), i);
  return { indexOf: (c, r) => places.get(cellKey(c, r)) ?? -1 };
}
