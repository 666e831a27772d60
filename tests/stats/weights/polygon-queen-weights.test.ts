import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import proj4 from 'proj4';
import { expect, test } from 'vitest';
import type { Polygons } from '../../../server/stats/lattice/mask-cells.ts';
import { queenGridWeights } from '../../../server/stats/weights/grid-weights.ts';
import { polygonQueenWeights } from '../../../server/stats/weights/polygon-queen-weights.ts';
import type { Weights } from '../../../server/stats/weights/weights.ts';
import { haveOracles, readOracleTable } from '../oracle-data.ts';

const rowsOf = ({ n, offsets, neighbours }: Weights): number[][] =>
  Array.from({ length: n }, (_, i) => [...neighbours.subarray(offsets[i], offsets[i + 1])]);

const square = (west: number, south: number, side = 100): Polygons => [
  [
    [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
      [west, south],
    ],
  ],
];

test('areas that share an edge or one corner are neighbours, an area apart has none', () => {
  const areas = [square(0, 0), square(100, 0), square(200, 100), square(900, 900)];
  expect(rowsOf(polygonQueenWeights(areas, { includeSelf: false }))).toEqual([[1], [0, 2], [1], []]);
  expect(rowsOf(polygonQueenWeights(areas, { includeSelf: true }))).toEqual([[0, 1], [0, 1, 2], [1, 2], [3]]);
});

test('a gap of the snap distance is bridged, a wider one is not', () => {
  const areas = [square(0, 0), square(101, 0), square(202.5, 0)];
  expect(rowsOf(polygonQueenWeights(areas, { includeSelf: false, snapM: 1 }))).toEqual([[1], [0], []]);
  expect(rowsOf(polygonQueenWeights(areas, { includeSelf: false }))).toEqual([[], [], []]);
});

test('squares of a lattice have the queen neighbours of their cells, snapped or not', () => {
  const pair = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }));
  fc.assert(
    fc.property(
      fc.uniqueArray(pair, { selector: ([c, r]) => `${c},${r}` }),
      fc.constantFrom(0, 0.5, 30),
      (pairs, snapM) => {
        pairs.sort(([ac, ar], [bc, br]) => ar - br || ac - bc);
        const cells = {
          column: Int32Array.from(pairs, ([c]) => c),
          row: Int32Array.from(pairs, ([, r]) => r),
          count: pairs.length,
        };
        const areas = pairs.map(([c, r]) => square(c * 100, r * 100));
        expect(rowsOf(polygonQueenWeights(areas, { includeSelf: false, snapM }))).toEqual(
          rowsOf(queenGridWeights(cells, { includeSelf: false })),
        );
      },
    ),
  );
});

test('neighbours within the snap distance are those of a walk over all pairs of corners', () => {
  const tenth = fc.integer({ min: 0, max: 400 }).map((tenths) => tenths / 10);
  const corner = fc.tuple(tenth, tenth);
  const area = fc.array(
    corner.map(([x, y]) => [x, y]),
    { minLength: 3, maxLength: 5 },
  );
  fc.assert(
    fc.property(
      fc.array(area, { maxLength: 10 }),
      fc.integer({ min: 1, max: 60 }).map((tenths) => tenths / 10),
      (rings, snapM) => {
        const twin = rings.map((a, i) =>
          rings.flatMap((b, j) =>
            i !== j && a.some(([ax, ay]) => b.some(([bx, by]) => Math.hypot(ax - bx, ay - by) <= snapM))
              ? [j]
              : [],
          ),
        );
        const found = polygonQueenWeights(
          rings.map((ring) => [[ring]]),
          { includeSelf: false, snapM },
        );
        expect(rowsOf(found)).toEqual(twin);
      },
    ),
  );
});

const LSOA = new URL('../../../../shared/data/boundaries/lsoa11_kent_simplified.geojson', import.meta.url);
const haveBoundaries = haveOracles && existsSync(LSOA);
const BRITISH_GRID =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs';

interface Feature {
  properties: Record<string, string>;
  geometry: { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: Polygons };
}

test.skipIf(!haveBoundaries)(
  `the LSOAs of Thanet have the neighbours spdep finds with a snap of 1 m${haveBoundaries ? '' : ' (skipped: ../shared/data is missing)'}`,
  () => {
    const { features }: { features: Feature[] } = JSON.parse(readFileSync(LSOA, 'utf8'));
    const codes = readOracleTable('thanet_lsoa11_violence_gistar_moran_eb.csv').map((row) => row.lsoa11_code);
    const areas = codes.map((code) => {
      const feature = features.find(({ properties }) => Object.values(properties).includes(code));
      if (feature === undefined) throw new Error(`no boundary for ${code}`);
      const polygons =
        feature.geometry.type === 'Polygon' ? [feature.geometry.coordinates] : feature.geometry.coordinates;
      return polygons.map((rings) =>
        rings.map((ring) => ring.map(([lon, lat]) => proj4('EPSG:4326', BRITISH_GRID, [lon, lat]))),
      );
    });
    const found = rowsOf(polygonQueenWeights(areas, { includeSelf: false, snapM: 1 })).flatMap((row, i) =>
      row.map((j) => `${codes[i]} ${codes[j]}`),
    );
    const expected = readOracleTable('thanet_lsoa11_queen_snap1m_neighbours.csv').map(
      ({ from, to }) => `${from} ${to}`,
    );
    expect(found.sort()).toEqual(expected.sort());
  },
);

test('a negative snap distance and a broken coordinate are refused with what was seen', () => {
  expect(() => polygonQueenWeights([], { includeSelf: false, snapM: -1 })).toThrow(/it was -1/);
  expect(() => polygonQueenWeights([[[[[0, Number.NaN]]]]], { includeSelf: false })).toThrow(
    /area 0 has \[0, NaN\]/,
  );
});
