import type { RandomSource } from '../../server/stats/random.ts';
import { toLonLat } from '../steps/national-grid.ts';
import type { SampleLsoa } from './build-district.ts';
import { districtPlan, planToGrid } from './district-plan.ts';
import type { LandDivision } from './divide-land.ts';
import type { LandMesh } from './land-mesh.ts';
import { streetNamer } from './street-names.ts';

/** As many as a district of this size has on data.police.uk, about one for every hundred residents. */
const SNAP_POINTS = 1500;
const POINTS_PER_STREET = 3;
const TOWN_DENSITY_PER_KM2 = 3000;

/** One anonymous map point: the only places where a published crime may appear. */
export interface SnapPoint {
  readonly x: number;
  readonly y: number;
  /** As published: degrees with 6 decimals. */
  readonly lon: string;
  readonly lat: string;
  readonly street: string;
  /** What follows "On or near": the street, or a kind of place. */
  name: string;
  readonly lsoaIndex: number;
  readonly wardIndex: number;
  /** Residents in the point's catchment; those of an LSOA's points add up to its population. */
  readonly residents: number;
}

/**
 * Lays map points along rotated street lattices, denser where people live, each LSOA getting its share by population.
 * A point stands in a mesh cell whose neighbours are of the same LSOA: never so near a border that rounding to
 * 6 decimals could move it across. Landmarks rename the nearest point of their ward.
 */
export function placeSnapPoints(
  mesh: LandMesh,
  division: LandDivision,
  lsoas: readonly SampleLsoa[],
  random: RandomSource,
): SnapPoint[] {
  const total = lsoas.reduce((sum, lsoa) => sum + lsoa.population, 0);
  const nextStreet = streetNamer(random);
  const cellsOf: number[][] = lsoas.map(() => []);
  division.lsoaOfCell.forEach((lsoa, cell) => {
    if (lsoa >= 0) cellsOf[lsoa].push(cell);
  });
  const points = lsoas.flatMap((lsoa, lsoaIndex) => {
    const wanted = Math.round((SNAP_POINTS * lsoa.population) / total);
    return placeInLsoa(mesh, division, lsoaIndex, lsoa, cellsOf[lsoaIndex], wanted, nextStreet, random);
  });
  nameLandmarks(points);
  return points;
}

interface Candidate {
  readonly x: number;
  readonly y: number;
  readonly density: number;
  readonly street: string;
  readonly priority: number;
}

function placeInLsoa(
  mesh: LandMesh,
  division: LandDivision,
  lsoaIndex: number,
  lsoa: SampleLsoa,
  cells: readonly number[],
  wanted: number,
  nextStreet: (inTown: boolean) => string,
  random: RandomSource,
): SnapPoint[] {
  const { delaunay, sites } = mesh;
  const inside = new Set(
    cells.filter((cell) => [...delaunay.neighbors(cell)].every((n) => division.lsoaOfCell[n] === lsoaIndex)),
  );
  // Settled area: that of equally many people at one density (inverse participation ratio).
  const densities = Array.from(inside, (cell) => division.densityPerKm2[cell]);
  const sum = densities.reduce((a, b) => a + b, 0);
  const settledM2 = (sum * sum * mesh.cellAreaM2) / densities.reduce((a, b) => a + b * b, 0);
  const spacingM = Math.min(240, 0.85 * Math.sqrt(settledM2 / wanted));

  // A lattice turned to the bearing of the ward's streets, over every interior cell.
  const turn = (districtPlan.wards[lsoa.wardIndex].streetBearingDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const along = Array.from(inside, (cell) => sites[2 * cell] * cos + sites[2 * cell + 1] * sin);
  const across = Array.from(inside, (cell) => -sites[2 * cell] * sin + sites[2 * cell + 1] * cos);
  const candidates: Candidate[] = [];
  let cell = cells[0];
  const lastRow = Math.ceil(Math.max(...across) / spacingM);
  const lastColumn = Math.ceil(Math.max(...along) / spacingM);
  for (let row = Math.floor(Math.min(...across) / spacingM); row <= lastRow; row++) {
    for (let column = Math.floor(Math.min(...along) / spacingM); column <= lastColumn; column++) {
      const u = (column + 0.25 * (random() - 0.5)) * spacingM;
      const v = (row + 0.12 * (random() - 0.5)) * spacingM;
      const [x, y] = [u * cos - v * sin, u * sin + v * cos];
      cell = delaunay.find(x, y, cell);
      if (!inside.has(cell)) continue;
      const density = division.densityPerKm2[cell];
      const street = `${row}/${Math.floor(column / POINTS_PER_STREET)}`;
      candidates.push({ x, y, density, street, priority: density * (0.5 + random()) });
    }
  }
  candidates.sort((a, b) => b.priority - a.priority);
  const chosen = candidates.slice(0, wanted);

  const streetNames = new Map<string, string>();
  const chosenDensity = chosen.reduce((s, candidate) => s + candidate.density, 0);
  return chosen.map(({ x, y, density, street }) => {
    const name = streetNames.get(street) ?? nextStreet(density > TOWN_DENSITY_PER_KM2);
    streetNames.set(street, name);
    const [lon, lat] = toLonLat(x, y);
    return {
      x,
      y,
      lon: lon.toFixed(6),
      lat: lat.toFixed(6),
      street: name,
      name,
      lsoaIndex,
      wardIndex: lsoa.wardIndex,
      residents: (lsoa.population * density) / chosenDensity,
    };
  });
}

function nameLandmarks(points: readonly SnapPoint[]): void {
  const named = new Set<SnapPoint>();
  for (const landmark of districtPlan.landmarks) {
    const [x, y] = planToGrid(landmark.at);
    const wardIndex = districtPlan.wards.findIndex((ward) => ward.name === landmark.ward);
    const free = points.filter((point) => point.wardIndex === wardIndex && !named.has(point));
    const [closest] = free.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
    closest.name = landmark.name;
    named.add(closest);
  }
}
