import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toNationalGrid } from '../../data-import/steps/national-grid.ts';
import {
  areaM2,
  generateInTemporaryFolder,
  type Ring,
  readCsv,
  readFeatures,
  type SampleFeature,
} from './sample-files.ts';

interface Edge {
  from: [number, number];
  to: [number, number];
}

describe.each([1, 2, 3, 7, 42])('boundaries of the synthetic district, seed %i', (seed) => {
  let lsoas: SampleFeature[];
  let wards: SampleFeature[];
  let district: SampleFeature;
  let lookup: Record<string, string>[];
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const sample = await generateInTemporaryFolder({ seed, months: 1 });
    remove = sample.remove;
    lsoas = await readFeatures(sample.directory, 'lsoa21_ravensand.geojson');
    wards = await readFeatures(sample.directory, 'wards25_ravensand.geojson');
    [district] = await readFeatures(sample.directory, 'lad25_ravensand.geojson');
    lookup = await readCsv(join(sample.directory, 'lookups', 'lsoa21_ward25_lad25_ravensand.csv'));
  });
  afterAll(() => remove());

  test('the areas of a ward’s LSOAs add up to the ward, and the wards to the district, to one in a million', () => {
    const wardOf = new Map(lookup.map((row) => [row.LSOA21CD, row.WD25CD]));
    for (const ward of wards) {
      const own = lsoas.filter(
        (lsoa) => wardOf.get(String(lsoa.properties.LSOA21CD)) === ward.properties.WD25CD,
      );
      const sum = own.reduce((total, lsoa) => total + areaM2(lsoa.geometry.coordinates), 0);
      expect(Math.abs(sum / areaM2(ward.geometry.coordinates) - 1)).toBeLessThan(1e-6);
    }
    const sum = wards.reduce((total, ward) => total + areaM2(ward.geometry.coordinates), 0);
    expect(Math.abs(sum / areaM2(district.geometry.coordinates) - 1)).toBeLessThan(1e-6);
  });

  test.each(['LSOAs', 'wards'])(
    'every border of the %s is shared with one neighbour vertex for vertex, or is the district’s own',
    (layer) => {
      const areas = layer === 'LSOAs' ? lsoas : wards;
      const directed = new Set<string>();
      for (const edge of areas.flatMap((area) => edgesOf(area.geometry.coordinates))) {
        const key = edgeKey(edge.from, edge.to);
        expect(directed.has(key), `border ${key} is used twice in one direction`).toBe(false);
        directed.add(key);
      }
      const unmatched = [...directed].filter((key) => !directed.has(key.split(' ').reverse().join(' ')));
      const outside = edgesOf(district.geometry.coordinates).map(({ from, to }) => edgeKey(from, to));
      expect(new Set(unmatched)).toEqual(new Set(outside));
    },
  );

  test('no two borders cross and no vertex repeats within a ring', () => {
    for (const ring of lsoas.flatMap((lsoa) => lsoa.geometry.coordinates)) {
      expect(new Set(ring.map(String)).size).toBe(ring.length - 1);
    }
    const edges = lsoas.flatMap((lsoa) => edgesOf(lsoa.geometry.coordinates));
    expect(crossings(edges)).toEqual([]);
  });

  test('the district is one piece with the lagoon as its only hole, and outer rings run anticlockwise', () => {
    expect(district.geometry.type).toBe('Polygon');
    expect(district.geometry.coordinates).toHaveLength(2);
    expect(wards.filter((ward) => ward.geometry.coordinates.length > 1).length).toBeLessThanOrEqual(1);
    for (const area of [district, ...wards, ...lsoas]) {
      expect(twiceSignedArea(area.geometry.coordinates[0])).toBeGreaterThan(0);
      for (const hole of area.geometry.coordinates.slice(1)) expect(twiceSignedArea(hole)).toBeLessThan(0);
    }
  });

  test('it measures about 100 km2 and lies off Kent, inside the National Grid', () => {
    const areaKm2 = areaM2(district.geometry.coordinates) / 1e6;
    expect(areaKm2).toBeGreaterThan(92);
    expect(areaKm2).toBeLessThan(106);
    for (const [lon, lat] of district.geometry.coordinates[0]) {
      const [x, y] = toNationalGrid(lon, lat);
      expect(x > 652_000 && x < 668_000 && y > 150_000 && y < 164_000).toBe(true);
    }
  });

  test('town wards are small and rural ones large', () => {
    const km2 = (name: string): number =>
      areaM2(wards.find((ward) => ward.properties.WD25NM === name)!.geometry.coordinates) / 1e6;
    expect(km2('Harbour')).toBeLessThan(3);
    expect(km2('Thorn Downs')).toBeGreaterThan(4 * km2('Harbour'));
  });
});

function edgesOf(rings: readonly Ring[]): Edge[] {
  return rings.flatMap((ring) => ring.slice(1).map((to, i) => ({ from: ring[i], to })));
}

function edgeKey(from: [number, number], to: [number, number]): string {
  return `${from} ${to}`;
}

function twiceSignedArea(ring: Ring): number {
  const [x0, y0] = ring[0];
  return ring
    .slice(1)
    .reduce((sum, [x, y], i) => sum + (ring[i][0] - x0) * (y - y0) - (x - x0) * (ring[i][1] - y0), 0);
}

/** Pairs of edges that meet anywhere but at a shared end; compared within the squares of a coarse grid. */
function crossings(edges: readonly Edge[]): string[] {
  const squareDegrees = 0.002;
  const squares = new Map<string, Edge[]>();
  for (const edge of edges) {
    const columns = [edge.from[0], edge.to[0]].map((lon) => Math.floor(lon / squareDegrees));
    const rows = [edge.from[1], edge.to[1]].map((lat) => Math.floor(lat / squareDegrees));
    for (let column = Math.min(...columns); column <= Math.max(...columns); column++) {
      for (let row = Math.min(...rows); row <= Math.max(...rows); row++) {
        const key = `${column},${row}`;
        squares.set(key, [...(squares.get(key) ?? []), edge]);
      }
    }
  }
  const found: string[] = [];
  for (const square of squares.values()) {
    for (let i = 0; i < square.length; i++) {
      for (let j = 0; j < i; j++) {
        if (cross(square[i], square[j]))
          found.push(`${JSON.stringify(square[i])} ${JSON.stringify(square[j])}`);
      }
    }
  }
  return found;
}

function cross(a: Edge, b: Edge): boolean {
  const ends = new Set([a.from, a.to, b.from, b.to].map(String));
  if (ends.size < 4 || !boxesMeet(a, b)) return false;
  return side(a, b.from) * side(a, b.to) <= 0 && side(b, a.from) * side(b, a.to) <= 0;
}

function boxesMeet(a: Edge, b: Edge): boolean {
  return [0, 1].every(
    (axis) =>
      Math.max(a.from[axis], a.to[axis]) >= Math.min(b.from[axis], b.to[axis]) &&
      Math.max(b.from[axis], b.to[axis]) >= Math.min(a.from[axis], a.to[axis]),
  );
}

/** Sign of the turn from the edge to the point, in units of 1e-7 degrees so that products are exact integers. */
function side({ from, to }: Edge, [x, y]: [number, number]): number {
  const units = (degrees: number): number => Math.round(degrees * 1e7);
  const [ax, ay] = [units(from[0]), units(from[1])];
  return Math.sign((units(to[0]) - ax) * (units(y) - ay) - (units(to[1]) - ay) * (units(x) - ax));
}
