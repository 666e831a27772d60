import type { RandomSource } from '../../server/stats/random.ts';
import { districtPlan, planToGrid } from './district-plan.ts';
import { type LandMesh, pieces } from './land-mesh.ts';
import { drawFromCumulative } from './random-draws.ts';
import { valueNoise } from './value-noise.ts';

const LLOYD_ROUNDS = 14;

/** Which ward and LSOA each cell of the mesh belongs to; -1 is water or beyond the district. */
export interface LandDivision {
  readonly lsoaOfCell: Int32Array;
  /** Index into districtPlan.wards for each LSOA; LSOAs are numbered ward by ward. */
  readonly wardOfLsoa: Int32Array;
  /** Residents per km2 at each cell, 0 on water. */
  readonly densityPerKm2: Float64Array;
}

/**
 * Divides the land as the Office for National Statistics does: wards by territory, then LSOAs inside each ward so
 * that each holds a comparable population, which makes them small in town and large in the country.
 * Distances are measured in a smoothly warped plane: borders then wander like lanes and streams.
 */
export function divideLand(mesh: LandMesh, random: RandomSource): LandDivision {
  const cells = Array.from(mesh.land.keys()).filter((cell) => mesh.land[cell] === 1);
  const warped = warpSites(mesh, random);
  const densityPerKm2 = residentDensity(mesh);

  // Wards: the nearest centre, then stray pieces join a neighbour.
  const centres = districtPlan.wards.map((ward) => planToGrid(ward.centre));
  const wardOfCell = new Int32Array(mesh.land.length).fill(-1);
  for (const cell of cells) wardOfCell[cell] = nearest(warped, cell, centres);
  joinStrays(mesh, wardOfCell, cells);

  // LSOAs: weighted k-means (Lloyd 1982) on the cells of each ward.
  const lsoaOfCell = new Int32Array(mesh.land.length).fill(-1);
  const wardOfLsoa: number[] = [];
  districtPlan.wards.forEach((ward, wardIndex) => {
    const own = cells.filter((cell) => wardOfCell[cell] === wardIndex);
    const seeds = weightedMeans(own, warped, densityPerKm2, ward.lsoas, random);
    for (const cell of own) lsoaOfCell[cell] = wardOfLsoa.length + nearest(warped, cell, seeds);
    joinStrays(mesh, lsoaOfCell, own, (from, to) => wardOfCell[from] === wardOfCell[to]);
    for (let i = 0; i < ward.lsoas; i++) wardOfLsoa.push(wardIndex);
  });
  return { lsoaOfCell, wardOfLsoa: Int32Array.from(wardOfLsoa), densityPerKm2 };
}

function warpSites(mesh: LandMesh, random: RandomSource): Float64Array {
  const broadX = valueNoise(random, 900);
  const broadY = valueNoise(random, 900);
  const fineX = valueNoise(random, 300);
  const fineY = valueNoise(random, 300);
  const warped = new Float64Array(mesh.sites.length);
  for (let i = 0; i < warped.length; i += 2) {
    const x = mesh.sites[i];
    const y = mesh.sites[i + 1];
    warped[i] = x + 260 * broadX(x, y) + 60 * fineX(x, y);
    warped[i + 1] = y + 260 * broadY(x, y) + 60 * fineY(x, y);
  }
  return warped;
}

function residentDensity(mesh: LandMesh): Float64Array {
  const settlements = districtPlan.settlements.map((s) => ({ ...s, atM: planToGrid(s.at) }));
  const density = new Float64Array(mesh.land.length);
  for (let cell = 0; cell < density.length; cell++) {
    if (mesh.land[cell] === 0) continue;
    let perKm2 = districtPlan.countrysidePerKm2;
    for (const { atM, spreadKm, peakPerKm2 } of settlements) {
      const distanceKm = Math.hypot(mesh.sites[2 * cell] - atM[0], mesh.sites[2 * cell + 1] - atM[1]) / 1000;
      perKm2 += peakPerKm2 * Math.exp(-0.5 * (distanceKm / spreadKm) ** 2);
    }
    density[cell] = perKm2;
  }
  return density;
}

function nearest(positions: Float64Array, cell: number, seeds: readonly (readonly number[])[]): number {
  let best = 0;
  let bestSquared = Number.POSITIVE_INFINITY;
  for (let i = 0; i < seeds.length; i++) {
    const squared = (positions[2 * cell] - seeds[i][0]) ** 2 + (positions[2 * cell + 1] - seeds[i][1]) ** 2;
    if (squared < bestSquared) {
      bestSquared = squared;
      best = i;
    }
  }
  return best;
}

function weightedMeans(
  cells: readonly number[],
  positions: Float64Array,
  weights: Float64Array,
  count: number,
  random: RandomSource,
): number[][] {
  // Start spread out: each next seed is drawn by weight times squared distance (Arthur and Vassilvitskii 2007).
  const seeds: number[][] = [];
  while (seeds.length < count) {
    let running = 0;
    const cumulative = cells.map((cell) => {
      let squared = 1;
      if (seeds.length > 0) {
        const seed = seeds[nearest(positions, cell, seeds)];
        squared = (positions[2 * cell] - seed[0]) ** 2 + (positions[2 * cell + 1] - seed[1]) ** 2;
      }
      running += weights[cell] * squared;
      return running;
    });
    const chosen = cells[drawFromCumulative(random, cumulative)];
    seeds.push([positions[2 * chosen], positions[2 * chosen + 1]]);
  }
  for (let round = 0; round < LLOYD_ROUNDS; round++) {
    const sums = seeds.map(() => [0, 0, 0]);
    for (const cell of cells) {
      const sum = sums[nearest(positions, cell, seeds)];
      sum[0] += weights[cell] * positions[2 * cell];
      sum[1] += weights[cell] * positions[2 * cell + 1];
      sum[2] += weights[cell];
    }
    sums.forEach((sum, i) => {
      if (sum[2] > 0) seeds[i] = [sum[0] / sum[2], sum[1] / sum[2]];
    });
  }
  return seeds;
}

/** Gives every piece of a label but its largest to the label it touches most, so that each area is one piece. */
function joinStrays(
  mesh: LandMesh,
  labels: Int32Array,
  cells: readonly number[],
  mayJoin: (from: number, to: number) => boolean = () => true,
): void {
  for (const label of new Set(cells.map((cell) => labels[cell]))) {
    const sorted = pieces(mesh.delaunay, labels, label, cells).sort((a, b) => b.length - a.length);
    for (const piece of sorted.slice(1)) {
      const touching = new Map<number, number>();
      for (const cell of piece) {
        for (const neighbour of mesh.delaunay.neighbors(cell)) {
          const other = labels[neighbour];
          if (other < 0 || other === label || !mayJoin(cell, neighbour)) continue;
          touching.set(other, (touching.get(other) ?? 0) + 1);
        }
      }
      const [joined] = [...touching].sort((a, b) => b[1] - a[1]);
      if (joined) for (const cell of piece) labels[cell] = joined[0];
    }
  }
}
