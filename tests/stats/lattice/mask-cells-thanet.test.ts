import { existsSync, readFileSync } from 'node:fs';
import proj4 from 'proj4';
import { expect, test } from 'vitest';
import { maskCells, type Polygons } from '../../../server/stats/lattice/mask-cells.ts';

const WARDS = new URL(
  '../../../../shared/data/boundaries/wards_cmwd2011_thanet_20m.geojson',
  import.meta.url,
);
const haveWards = existsSync(WARDS);
const BRITISH_GRID =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs';

interface Feature {
  geometry: { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: Polygons };
}

test.skipIf(!haveWards)(
  `the cells of Thanet’s 23 wards have the district’s area, and its inner cells are whole${haveWards ? '' : ' (skipped: ../shared/data is missing)'}`,
  () => {
    const { features }: { features: Feature[] } = JSON.parse(readFileSync(WARDS, 'utf8'));
    const wards: Polygons = features
      .flatMap(({ geometry }) =>
        geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
      )
      .map((rings) =>
        rings.map((ring) => ring.map(([lon, lat]) => proj4('EPSG:4326', BRITISH_GRID, [lon, lat]))),
      );
    const shoelace = (ring: number[][]) =>
      Math.abs(
        ring.reduce((sum, [x, y], i) => {
          const [nextX, nextY] = ring[(i + 1) % ring.length];
          return sum + x * nextY - nextX * y;
        }, 0),
      ) / 2;
    const area = wards.reduce((sum, [shell, ...holes]) => {
      return sum + shoelace(shell) - holes.reduce((cut, hole) => cut + shoelace(hole), 0);
    }, 0);
    expect(features.length).toBe(23);

    for (const cellSizeM of [100, 250, 500]) {
      const { areaShare } = maskCells(wards, cellSizeM);
      const found = areaShare.reduce((sum, share) => sum + share, 0) * cellSizeM ** 2;
      // Shares stop at 1, so that slivers where generalised wards overlap are the only difference.
      expect(Math.abs(found / area - 1)).toBeLessThan(1e-5);
    }
    const whole = maskCells(wards, 250).areaShare.filter((share) => share > 0.9999).length;
    // About 103 km2 of land is 1,650 cells; the coast and the landward border cut some 300 of them.
    expect(whole).toBeGreaterThan(1300);
  },
);
