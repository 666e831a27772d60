import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskCells, type Polygons } from '../../../server/stats/lattice/mask-cells.ts';

type Ring = number[][];

const square = (x: number, y: number, side: number): Ring => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];

/** Positive area of a simple ring (shoelace). */
function ringArea(ring: Ring): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[(i + 1) % ring.length];
    twice += ax * by - bx * ay;
  }
  return Math.abs(twice / 2);
}

/** Twin: clip the ring to the cell by four half-planes (Sutherland and Hodgman 1974) and take the shoelace area. */
function clippedArea(ring: Ring, west: number, south: number, side: number): number {
  let points = ring;
  const planes: [axis: 0 | 1, bound: number, keep: 1 | -1][] = [
    [0, west, 1],
    [0, west + side, -1],
    [1, south, 1],
    [1, south + side, -1],
  ];
  for (const [axis, bound, keep] of planes) {
    const inside = (p: number[]) => keep * (p[axis] - bound) >= 0;
    const next: Ring = [];
    for (let i = 0; i < points.length; i++) {
      const a = points[i];
      const b = points[(i + 1) % points.length];
      if (inside(a)) next.push(a);
      if (inside(a) !== inside(b)) {
        const t = (bound - a[axis]) / (b[axis] - a[axis]);
        next.push([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
      }
    }
    points = next;
  }
  // Seen from the cell's corner: products of whole National Grid coordinates would lose a part in 10^9 of the cell.
  return points.length < 3 ? 0 : ringArea(points.map(([x, y]) => [x - west, y - south]));
}

const totalArea = (polygons: Polygons, cellSizeM: number): number =>
  maskCells(polygons, cellSizeM).areaShare.reduce((sum, share) => sum + share, 0) * cellSizeM ** 2;

/** A star-shaped ring about a centre: simple whatever the radii, concave for most. */
const starRing = (cx: number, cy: number, maxRadius: number) =>
  fc
    .array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 12 })
    .map((radii) =>
      radii.map((radius, i) => [
        cx + radius * maxRadius * Math.cos((2 * Math.PI * i) / radii.length),
        cy + radius * maxRadius * Math.sin((2 * Math.PI * i) / radii.length),
      ]),
    );

test('a square of half a cell, on the lattice, covers exactly the quarters it overlaps', () => {
  const cells = maskCells([[square(125, 125, 250)]], 250);
  expect([...cells.column]).toEqual([0, 1, 0, 1]);
  expect([...cells.row]).toEqual([0, 0, 1, 1]);
  expect([...cells.areaShare]).toEqual([0.25, 0.25, 0.25, 0.25]);
});

test('a polygon whose edges lie on the lattice keeps its own cells only, whole', () => {
  const cells = maskCells([[square(500, 1000, 500)]], 250);
  expect(cells.count).toBe(4);
  expect([...cells.column]).toEqual([2, 3, 2, 3]);
  expect([...cells.row]).toEqual([4, 4, 5, 5]);
  expect([...cells.areaShare]).toEqual([1, 1, 1, 1]);
});

test('a triangle covers half of each cell on its diagonal', () => {
  const triangle = [
    [0, 0],
    [300, 0],
    [0, 300],
  ];
  const cells = maskCells([[triangle]], 100);
  const share = new Map<string, number>();
  for (let i = 0; i < cells.count; i++) share.set(`${cells.column[i]},${cells.row[i]}`, cells.areaShare[i]);
  expect(Object.fromEntries(share)).toEqual({
    '0,0': 1,
    '1,0': 1,
    '2,0': 0.5,
    '0,1': 1,
    '1,1': 0.5,
    '0,2': 0.5,
  });
});

test('a hole is cut out, an island in the hole is put back, whichever way the rings run', () => {
  for (const flip of [0, 1, 2, 3, 4, 5, 6, 7]) {
    const rings = [square(0, 0, 900), square(100, 100, 700), square(300, 300, 200)].map((ring, k) =>
      flip & (1 << k) ? [...ring].reverse() : ring,
    );
    expect(totalArea([rings], 250)).toBeCloseTo(900 ** 2 - 700 ** 2 + 200 ** 2, 6);
  }
});

test('a hole that touches its shell at a corner is still a hole', () => {
  const hole = [
    [0, 0],
    [200, 100],
    [100, 200],
  ];
  expect(totalArea([[square(0, 0, 1000), hole]], 250)).toBeCloseTo(1e6 - ringArea(hole), 6);
});

test('polygons side by side share a cell without a gap and without counting twice', () => {
  const cells = maskCells([[square(0, 0, 125)], [square(125, 0, 125)]], 250);
  expect([...cells.areaShare]).toEqual([0.5]);
});

test('no polygon gives no cells; an empty ring is nothing', () => {
  expect(maskCells([], 250).count).toBe(0);
  expect(maskCells([[[]]], 250).count).toBe(0);
});

test('a coordinate that is not a number is refused with its place', () => {
  expect(() =>
    maskCells(
      [
        [
          [
            [0, 0],
            [Number.NaN, 5],
            [5, 5],
          ],
        ],
      ],
      250,
    ),
  ).toThrow(/position 1 of a ring was \[NaN, 5\]/);
});

test('each share is the area of the polygon clipped to the cell, for any concave polygon with a hole', () => {
  fc.assert(
    fc.property(
      starRing(612_345.6, 167_890.1, 1800),
      starRing(612_345.6, 167_890.1, 300),
      fc.constantFrom(100, 250, 777.7),
      fc.boolean(),
      (shell, hole, cellSizeM, withHole) => {
        // The hole's largest radius (300) is below the shell's smallest chord only with many corners: keep it inside.
        const fits = withHole && shell.length >= 6;
        const cells = maskCells([fits ? [shell, hole] : [shell]], cellSizeM);
        const seen = new Set<string>();
        for (let i = 0; i < cells.count; i++) {
          const west = cells.column[i] * cellSizeM;
          const south = cells.row[i] * cellSizeM;
          const area =
            clippedArea(shell, west, south, cellSizeM) -
            (fits ? clippedArea(hole, west, south, cellSizeM) : 0);
          expect(cells.areaShare[i]).toBeLessThanOrEqual(1);
          if (area === cellSizeM ** 2) expect(cells.areaShare[i]).toBe(1);
          expect(Math.abs(cells.areaShare[i] - area / cellSizeM ** 2)).toBeLessThan(2e-9);
          seen.add(`${cells.column[i]},${cells.row[i]}`);
        }
        expect(seen.size).toBe(cells.count);
        const total = ringArea(shell) - (fits ? ringArea(hole) : 0);
        const found = cells.areaShare.reduce((sum, share) => sum + share, 0) * cellSizeM ** 2;
        expect(Math.abs(found - total) / total).toBeLessThan(1e-9);
      },
    ),
    { numRuns: 150 },
  );
});

test('moving a study area by whole cells moves the cells and changes nothing else', () => {
  fc.assert(
    fc.property(
      starRing(0, 0, 2000),
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: -50, max: 50 }),
      (ring, dx, dy) => {
        const at = maskCells([[ring]], 256);
        const moved = maskCells([[ring.map(([x, y]) => [x + dx * 256, y + dy * 256])]], 256);
        expect([...moved.column]).toEqual([...at.column].map((c) => c + dx));
        expect([...moved.row]).toEqual([...at.row].map((r) => r + dy));
      },
    ),
  );
});

test('cells come sorted by row, then column', () => {
  const { column, row, count } = maskCells([[square(-300, -300, 1000)], [square(5000, -300, 400)]], 100);
  for (let i = 1; i < count; i++) {
    expect(row[i] > row[i - 1] || (row[i] === row[i - 1] && column[i] > column[i - 1])).toBe(true);
  }
});

test('a study area larger than one band of rows is swept without a seam', () => {
  // 2,500 x 2,500 cells: 6.25 million, two bands.
  const cells = maskCells([[square(50, 50, 250_000 - 100)]], 100);
  expect(cells.count).toBe(2500 * 2500);
  const area = cells.areaShare.reduce((sum, share) => sum + share, 0) * 100 ** 2;
  expect(Math.abs(area / (250_000 - 100) ** 2 - 1)).toBeLessThan(1e-12);
});
