import { Delaunay } from 'd3';
import type { RandomSource } from '../../server/stats/random.ts';
import { districtPlan, type PlanPoint, planToGrid } from './district-plan.ts';
import { valueNoise } from './value-noise.ts';

/** Spacing of the mesh: fine enough that the smallest LSOA is five cells across, coarse enough to build in 0.2 s. */
const SPACING_M = 66;
const MARGIN_M = 500;

/** A fine Voronoi mesh over the district and the water around it. Positions are metres of EPSG:27700. */
export interface LandMesh {
  readonly delaunay: Delaunay<unknown>;
  /** Position of cell i: sites[2i], sites[2i + 1]. */
  readonly sites: Float64Array;
  /** 1 where the cell is land of the district. */
  readonly land: Uint8Array;
  /** Area that one cell stands for, m2. */
  readonly cellAreaM2: number;
}

/**
 * Lays jittered hexagonal cells and decides which are land: inside the roughened outline, outside the lagoon,
 * one connected piece, and no water inside but the lagoon.
 */
export function buildLandMesh(random: RandomSource): LandMesh {
  const outline = roughen(smoothClosed(districtPlan.outline.map(planToGrid), 8), random);
  const lagoon = roughen(lagoonRing(), random);

  const rowHeightM = SPACING_M * Math.sqrt(0.75);
  const [minX, minY, maxX, maxY] = bounds(outline);
  const coordinates: number[] = [];
  let row = 0;
  for (let y = minY - MARGIN_M; y < maxY + MARGIN_M; y += rowHeightM, row++) {
    for (let x = minX - MARGIN_M + (row % 2) * (SPACING_M / 2); x < maxX + MARGIN_M; x += SPACING_M) {
      coordinates.push(x + (random() - 0.5) * 0.7 * SPACING_M, y + (random() - 0.5) * 0.7 * SPACING_M);
    }
  }
  const sites = Float64Array.from(coordinates);
  const delaunay = new Delaunay<unknown>(sites);

  const land = new Uint8Array(sites.length / 2);
  for (let cell = 0; cell < land.length; cell++) {
    const x = sites[2 * cell];
    const y = sites[2 * cell + 1];
    land[cell] = contains(outline, x, y) && !contains(lagoon, x, y) ? 1 : 0;
  }
  keepLargestPiece(delaunay, land, 1);
  const [lagoonX, lagoonY] = planToGrid(districtPlan.lagoon.centre);
  const lagoonCell = delaunay.find(lagoonX, lagoonY);
  for (const piece of pieces(delaunay, land, 0)
    .sort((a, b) => b.length - a.length)
    .slice(1)) {
    if (!piece.includes(lagoonCell)) for (const cell of piece) land[cell] = 1;
  }
  return { delaunay, sites, land, cellAreaM2: SPACING_M * rowHeightM };
}

/** Connected groups of the cells that carry `value`, neighbours being cells that share an edge. */
export function pieces(
  delaunay: Delaunay<unknown>,
  values: ArrayLike<number>,
  value: number,
  among?: readonly number[],
): number[][] {
  const seen = new Uint8Array(values.length);
  const found: number[][] = [];
  const starts = among ?? Array.from({ length: values.length }, (_, cell) => cell);
  for (const start of starts) {
    if (seen[start] || values[start] !== value) continue;
    seen[start] = 1;
    const piece = [start];
    for (let i = 0; i < piece.length; i++) {
      for (const neighbour of delaunay.neighbors(piece[i])) {
        if (seen[neighbour] || values[neighbour] !== value) continue;
        seen[neighbour] = 1;
        piece.push(neighbour);
      }
    }
    found.push(piece);
  }
  return found;
}

function keepLargestPiece(delaunay: Delaunay<unknown>, land: Uint8Array, value: number): void {
  const sorted = pieces(delaunay, land, value).sort((a, b) => b.length - a.length);
  for (const piece of sorted.slice(1)) for (const cell of piece) land[cell] = 1 - value;
}

/** Closed Catmull-Rom spline through the points. */
function smoothClosed(points: readonly PlanPoint[], stepsPerSide: number): [number, number][] {
  const n = points.length;
  const smooth: [number, number][] = [];
  for (let i = 0; i < n; i++) {
    const [p0, p1, p2, p3] = [points[(i + n - 1) % n], points[i], points[(i + 1) % n], points[(i + 2) % n]];
    for (let step = 0; step < stepsPerSide; step++) {
      const t = step / stepsPerSide;
      smooth.push([spline(p0[0], p1[0], p2[0], p3[0], t), spline(p0[1], p1[1], p2[1], p3[1], t)]);
    }
  }
  return smooth;
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3);
}

/** Moves each point of a ring by smooth noise at two scales, for coves and points of rock. */
function roughen(ring: readonly (readonly [number, number])[], random: RandomSource): [number, number][] {
  const broadX = valueNoise(random, 620);
  const broadY = valueNoise(random, 620);
  const fineX = valueNoise(random, 210);
  const fineY = valueNoise(random, 210);
  return ring.map(([x, y]) => [
    x + 120 * broadX(x, y) + 50 * fineX(x, y),
    y + 120 * broadY(x, y) + 50 * fineY(x, y),
  ]);
}

function lagoonRing(): [number, number][] {
  const { centre, halfLengthKm, halfWidthKm, bearingDeg } = districtPlan.lagoon;
  const [x, y] = planToGrid(centre);
  const turn = (bearingDeg * Math.PI) / 180;
  return Array.from({ length: 48 }, (_, i) => {
    const angle = (i / 48) * 2 * Math.PI;
    const along = Math.cos(angle) * halfLengthKm * 1000;
    const across = Math.sin(angle) * halfWidthKm * 1000;
    return [
      x + along * Math.cos(turn) - across * Math.sin(turn),
      y + along * Math.sin(turn) + across * Math.cos(turn),
    ];
  });
}

function bounds(ring: readonly (readonly [number, number])[]): [number, number, number, number] {
  const xs = ring.map((point) => point[0]);
  const ys = ring.map((point) => point[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Even-odd ray casting. */
function contains(ring: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
