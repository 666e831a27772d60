import { requireCellSize } from './lattice.ts';
import { orientRings } from './orient-rings.ts';

/** GeoJSON MultiPolygon coordinates, [polygon][ring][position][x, y], in metres of EPSG:27700. */
export type Polygons = number[][][][];

/** The lattice cells that meet a study area, sorted by row, then column. */
export interface MaskedCells {
  readonly cellSizeM: number;
  readonly column: Int32Array;
  readonly row: Int32Array;
  /** Share of each cell's area that lies inside the study area, in (0, 1]. */
  readonly areaShare: Float64Array;
  readonly count: number;
}

/** Shares nearer than this to 0 or to 1 are rounding, not geometry: 0.6 cm2 of a 250 m cell. */
const SHARE_EPSILON = 1e-9;
/** Cells accumulated at once: 32 MB of doubles. Larger study areas are swept in bands of rows. */
const BAND_CELLS = 4_000_000;

/**
 * Cells that meet a study area, each with the exact share of its area inside.
 *
 * Each ring edge is cut at cell borders; a piece that rises dy at mean offset u from its cell's west border covers
 * dy (1 - u) of that cell and dy of every cell east of it. The running sum along a row is the covered share: the exact
 * area of the polygon clipped to the cell, in time proportional to the edges plus the cells (no clipping, no sampling).
 *
 * Holes are allowed: the rings of one polygon are read even-odd, in either direction, closed or not. The polygons must
 * not overlap one another (areas of a district do not); where they do, a share stops at 1. A ring must not cross
 * itself: repair it at import, since areas of opposite direction cancel. A cell that is only touched (an edge or a corner
 * in common, no area) is not kept.
 *
 * @param polygons MultiPolygon coordinates in EPSG:27700 metres; [] gives no cells
 * @param cellSizeM side of a cell in metres, above 0
 * @throws RangeError on a cell size that is not above 0, or on a coordinate that is not a finite number
 */
export function maskCells(polygons: Polygons, cellSizeM: number): MaskedCells {
  requireCellSize(cellSizeM);
  const edges = edgesInCells(polygons, cellSizeM);
  const found: FoundCells = { column: [], row: [], areaShare: [] };
  if (edges.length > 0) sweepBands(edges, found);
  return {
    cellSizeM,
    column: Int32Array.from(found.column),
    row: Int32Array.from(found.row),
    areaShare: Float64Array.from(found.areaShare),
    count: found.column.length,
  };
}

interface FoundCells {
  readonly column: number[];
  readonly row: number[];
  readonly areaShare: number[];
}

/** Edges as x0, y0, x1, y1 in cell units; shells run so that their covered side counts positive, holes against it. */
function edgesInCells(polygons: Polygons, cellSizeM: number): Float64Array {
  let capacity = 0;
  for (const rings of polygons) for (const ring of rings) capacity += ring.length;
  const edges = new Float64Array(capacity * 4);
  let used = 0;
  for (const rings of polygons) {
    for (const { ring, reversed } of orientRings(rings)) {
      for (let i = 0; i < ring.length; i++) {
        const from = ring[i];
        const to = ring[i + 1 === ring.length ? 0 : i + 1];
        if (from[1] === to[1]) continue;
        const [start, end] = reversed ? [to, from] : [from, to];
        edges[used++] = start[0] / cellSizeM;
        edges[used++] = start[1] / cellSizeM;
        edges[used++] = end[0] / cellSizeM;
        edges[used++] = end[1] / cellSizeM;
      }
    }
  }
  return edges.subarray(0, used);
}

function sweepBands(edges: Float64Array, found: FoundCells): void {
  let west = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (let e = 0; e < edges.length; e += 2) {
    west = Math.min(west, edges[e]);
    east = Math.max(east, edges[e]);
    south = Math.min(south, edges[e + 1]);
    north = Math.max(north, edges[e + 1]);
  }
  // Spare columns, one west and two east: for an edge on the outer border, its rounding, and the share it passes on.
  const firstColumn = Math.floor(west) - 1;
  const width = Math.floor(east) - firstColumn + 3;
  const firstRow = Math.floor(south);
  const lastRow = Math.floor(north);
  const bandRows = Math.max(1, Math.min(lastRow - firstRow + 1, Math.floor(BAND_CELLS / width)));
  const band: Band = {
    firstColumn,
    firstRow,
    rows: bandRows,
    width,
    share: new Float64Array(bandRows * width),
  };
  for (; band.firstRow <= lastRow; band.firstRow += bandRows) {
    for (let e = 0; e < edges.length; e += 4) {
      addEdge(band, edges[e], edges[e + 1], edges[e + 2], edges[e + 3]);
    }
    collectBand(band, found);
    band.share.fill(0);
  }
}

interface Band {
  readonly firstColumn: number;
  firstRow: number;
  readonly rows: number;
  readonly width: number;
  /** Increments of the covered share along each row. */
  readonly share: Float64Array;
}

/** Add one edge's increments to the rows of the band it crosses. */
function addEdge(band: Band, x0: number, y0: number, x1: number, y1: number): void {
  const sign = y1 > y0 ? 1 : -1;
  const lowX = sign > 0 ? x0 : x1;
  const lowY = sign > 0 ? y0 : y1;
  const highX = sign > 0 ? x1 : x0;
  const highY = sign > 0 ? y1 : y0;
  const slope = (highX - lowX) / (highY - lowY);
  const firstRow = Math.max(Math.floor(lowY), band.firstRow);
  const lastRow = Math.min(Math.floor(highY), band.firstRow + band.rows - 1);
  for (let row = firstRow; row <= lastRow; row++) {
    const fromY = Math.max(lowY, row);
    const toY = Math.min(highY, row + 1);
    if (toY <= fromY) continue;
    const fromX = fromY === lowY ? lowX : lowX + (fromY - lowY) * slope;
    const toX = toY === highY ? highX : lowX + (toY - lowY) * slope;
    const offset = (row - band.firstRow) * band.width - band.firstColumn;
    addRowPiece(band.share, offset, fromX, toX, sign * (toY - fromY));
  }
}

/** Spread a piece that lies within one row over the columns it crosses. `dy` is signed. */
function addRowPiece(share: Float64Array, offset: number, fromX: number, toX: number, dy: number): void {
  const west = Math.min(fromX, toX);
  const east = Math.max(fromX, toX);
  const firstColumn = Math.floor(west);
  const lastColumn = Math.floor(east);
  if (firstColumn === lastColumn) {
    const u = (west + east) / 2 - firstColumn;
    share[offset + firstColumn] += dy * (1 - u);
    share[offset + firstColumn + 1] += dy * u;
    return;
  }
  const dyPerColumn = dy / (east - west);
  for (let column = firstColumn; column <= lastColumn; column++) {
    const left = Math.max(west, column);
    const right = Math.min(east, column + 1);
    const part = (right - left) * dyPerColumn;
    const u = (left + right) / 2 - column;
    share[offset + column] += part * (1 - u);
    share[offset + column + 1] += part * u;
  }
}

function collectBand(band: Band, found: FoundCells): void {
  for (let r = 0; r < band.rows; r++) {
    let covered = 0;
    for (let c = 0; c < band.width; c++) {
      covered += band.share[r * band.width + c];
      if (covered <= SHARE_EPSILON) continue;
      found.column.push(band.firstColumn + c);
      found.row.push(band.firstRow + r);
      found.areaShare.push(covered >= 1 - SHARE_EPSILON ? 1 : covered);
    }
  }
}
