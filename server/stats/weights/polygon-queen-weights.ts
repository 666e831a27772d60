import type { Polygons } from '../lattice/mask-cells.ts';
import { type Weights, weightsFromLists } from './weights.ts';

export interface PolygonQueenOptions {
  /** Make each area its own neighbour, as Gi* needs. */
  readonly includeSelf: boolean;
  /**
   * Greatest distance between two corners that count as the same, metres: 0 by default (equal coordinates). 1 m mends
   * boundaries that were generalised area by area; larger joins areas across a street.
   */
  readonly snapM?: number;
}

/**
 * Queen contiguity of areas: two areas are neighbours where a corner of one lies within `snapM` of a corner of the other. Binary.
 *
 * Corners are compared, not edges, as spdep's poly2nb does: an area whose corner touches the middle of another's straight edge is
 * not found, which topologically clean boundaries (each shared border has the same corners on both sides) do not have. An
 * area with no corner near another's (an island) has an empty row.
 *
 * @param areas one MultiPolygon an area, metres of EPSG:27700
 * @throws RangeError on a snap distance below 0 or a coordinate that is not finite
 */
export function polygonQueenWeights(
  areas: readonly Polygons[],
  { includeSelf, snapM = 0 }: PolygonQueenOptions,
): Weights {
  if (!(snapM >= 0 && Number.isFinite(snapM))) {
    throw new RangeError(`The snap distance must be 0 metres or more; it was ${snapM}.`);
  }
  const corners = cornersOf(areas);
  const neighbours = areas.map((_, i) => new Set<number>(includeSelf ? [i] : []));
  const meet = (a: number, b: number) => {
    if (a === b) return;
    neighbours[a].add(b);
    neighbours[b].add(a);
  };
  if (snapM === 0) joinEqual(corners, meet);
  else joinNear(corners, snapM, meet);
  return weightsFromLists(
    neighbours.map((set) => [...set]),
    includeSelf,
  );
}

interface Corners {
  readonly x: number[];
  readonly y: number[];
  readonly area: number[];
}

function cornersOf(areas: readonly Polygons[]): Corners {
  const corners: Corners = { x: [], y: [], area: [] };
  areas.forEach((polygons, area) => {
    for (const [x, y] of polygons.flat(2)) {
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        throw new RangeError(`An area needs finite coordinates in metres; area ${area} has [${x}, ${y}].`);
      }
      corners.x.push(x);
      corners.y.push(y);
      corners.area.push(area);
    }
  });
  return corners;
}

/** Sort the corners along x, then y: equal ones stand together. */
function joinEqual({ x, y, area }: Corners, meet: (a: number, b: number) => void): void {
  const order = Array.from(x, (_, i) => i).sort((a, b) => x[a] - x[b] || y[a] - y[b]);
  for (let p = 0; p < order.length; p++) {
    for (let q = p + 1; q < order.length && x[order[q]] === x[order[p]] && y[order[q]] === y[order[p]]; q++) {
      meet(area[order[p]], area[order[q]]);
    }
  }
}

/** Walk the corners west to east and look back as far as the snap distance, in strips of y so that few are compared. */
function joinNear({ x, y, area }: Corners, snapM: number, meet: (a: number, b: number) => void): void {
  const order = Array.from(x, (_, i) => i).sort((a, b) => x[a] - x[b]);
  const strips = new Map<number, number[]>();
  for (const corner of order) {
    const strip = Math.floor(y[corner] / snapM);
    for (let s = strip - 1; s <= strip + 1; s++) {
      const near = strips.get(s) ?? [];
      for (let k = near.length - 1; k >= 0 && x[corner] - x[near[k]] <= snapM; k--) {
        if (Math.hypot(x[corner] - x[near[k]], y[corner] - y[near[k]]) <= snapM)
          meet(area[corner], area[near[k]]);
      }
    }
    const own = strips.get(strip);
    if (own === undefined) strips.set(strip, [corner]);
    else own.push(corner);
  }
}
