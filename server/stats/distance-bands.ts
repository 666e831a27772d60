import { type NotComputable, notComputable } from './not-computable.ts';
import { requireRisingBreaks } from './rising-breaks.ts';
import { bucketPoints, type PointBuckets } from './weights/point-buckets.ts';

/** Places of one kind (licensed premises, bus stops), or the centres of cells: metres, one entry per place. */
export interface PlaceList {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** One yes-or-no column for a regression. */
export interface DistanceBand {
  /** Such as "pub 0-250 m". */
  readonly name: string;
  readonly fromM: number;
  readonly toM: number;
  /** 1 for a cell whose nearest place lies in [fromM, toM), else 0. */
  readonly values: Float64Array;
}

/** Bands for a regression, and the distances they come from. */
export interface DistanceBands {
  /** One per pair of edges. The cells beyond the last edge are in none: they are what the others compare with. */
  readonly bands: readonly DistanceBand[];
  /** Metres from each cell to its nearest place. */
  readonly nearestM: Float64Array;
}

/**
 * How far is each cell from the nearest place of a kind, as bands for a regression?
 *
 * Bands are half-open and the cells beyond the last edge are the reference, so a relative risk of 2.1 for "pub 0-250 m"
 * reads: cells that near to a pub had 2.1 times the events of like cells farther than the last edge from any.
 *
 * @param name kind of place, for the columns' names
 * @param cells centres of the cells
 * @param places the places themselves
 * @param breaksM rising edges in metres, such as [0, 250, 500]
 * @returns not computable with no places, or when no cell lies beyond the last edge (there would be nothing to compare
 *   with)
 * @throws RangeError for edges that do not rise
 *
 * Source: Caplan & Kennedy (2016), Risk Terrain Modeling, chapter 4, for proximity as a factor.
 */
export function distanceBands(
  name: string,
  cells: PlaceList,
  places: PlaceList,
  breaksM: readonly number[],
): DistanceBands | NotComputable {
  requireRisingBreaks('distance bands', breaksM);
  if (places.x.length === 0) {
    return notComputable('too-few-units', `Distance to "${name}" needs at least one place; saw 0.`);
  }
  const nearestM = nearestDistances(cells, places);
  const last = breaksM[breaksM.length - 1];
  if (nearestM.every((distance) => distance < last)) {
    return notComputable(
      'zero-variance',
      `No cell lies ${last} m or more from "${name}", so there is nothing to compare near cells with: use shorter bands.`,
    );
  }
  const bands = breaksM.slice(1).map((toM, b): DistanceBand => {
    const fromM = breaksM[b];
    return {
      name: `${name} ${fromM}-${toM} m`,
      fromM,
      toM,
      values: nearestM.map((distance) => (distance >= fromM && distance < toM ? 1 : 0)),
    };
  });
  return { bands, nearestM };
}

/**
 * How many places of a kind lie within a radius of each cell, per square kilometre of the full circle. The circle is not
 * cut at the edge of the study area: give the places beyond the edge too.
 *
 * @param radiusM metres, above 0; a place at exactly this distance counts
 * @throws RangeError for a radius that is not above 0
 */
export function placesPerKm2(cells: PlaceList, places: PlaceList, radiusM: number): Float64Array {
  if (!(radiusM > 0 && Number.isFinite(radiusM))) {
    throw new RangeError(`The radius must be above 0 m; saw ${radiusM}. 250 to 1,000 m is usual.`);
  }
  const buckets = bucketPoints(places.x, places.y, radiusM * (1 + 1e-9));
  const circleKm2 = (Math.PI * radiusM * radiusM) / 1e6;
  return cells.x.map((x, i) => {
    let within = 0;
    forEachInRing(buckets, x, cells.y[i], 1, true, (j) => {
      if (Math.hypot(places.x[j] - x, places.y[j] - cells.y[i]) <= radiusM) within++;
    });
    return within / circleKm2;
  });
}

/** Search rings of buckets outwards until no nearer place can follow. */
function nearestDistances(cells: PlaceList, places: PlaceList): Float64Array {
  // About two places to a bucket.
  const width = extent(places.x);
  const height = extent(places.y);
  const size = Math.max(Math.sqrt((width * height * 2) / places.x.length), (width + height) / 1000, 1);
  const buckets = bucketPoints(places.x, places.y, size);
  return cells.x.map((x, i) => {
    const y = cells.y[i];
    const { column, row } = bucketOf(buckets, x, y);
    // A cell outside the places' box starts with the first ring that touches it.
    const firstRing = Math.max(0, -column, column - buckets.columns + 1, -row, row - buckets.rows + 1);
    let best = Infinity;
    for (let ring = firstRing; best > (ring - 1) * buckets.bucketM; ring++) {
      forEachInRing(buckets, x, y, ring, false, (j) => {
        best = Math.min(best, Math.hypot(places.x[j] - x, places.y[j] - y));
      });
    }
    return best;
  });
}

/** Visit the points of the square ring of buckets at `ring` steps from a place, or of all rings up to it. */
function forEachInRing(
  buckets: PointBuckets,
  x: number,
  y: number,
  ring: number,
  filled: boolean,
  visit: (point: number) => void,
): void {
  const { column, row } = bucketOf(buckets, x, y);
  const top = Math.min(row + ring, buckets.rows - 1);
  for (let r = Math.max(row - ring, 0); r <= top; r++) {
    const wholeRow = filled || Math.abs(r - row) === ring;
    const step = wholeRow || ring === 0 ? 1 : 2 * ring;
    for (let c = column - ring; c <= column + ring; c += step) {
      if (c < 0 || c >= buckets.columns) continue;
      const bucket = r * buckets.columns + c;
      for (let k = buckets.starts[bucket]; k < buckets.starts[bucket + 1]; k++) visit(buckets.order[k]);
    }
  }
}

/** The bucket that would hold a place: outside 0 … columns - 1 or rows - 1 where the place is beyond all points. */
function bucketOf(
  { west, south, bucketM }: PointBuckets,
  x: number,
  y: number,
): { column: number; row: number } {
  return { column: Math.floor((x - west) / bucketM), row: Math.floor((y - south) / bucketM) };
}

function extent(values: Float64Array): number {
  let low = values[0];
  let high = values[0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}
