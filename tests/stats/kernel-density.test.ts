import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DensityKernel } from '../../server/stats/density-kernels.ts';
import { normalCdf } from '../../server/stats/distributions/normal.ts';
import { kernelDensity } from '../../server/stats/kernel-density.ts';
import { type MaskedCells, maskCells } from '../../server/stats/lattice/mask-cells.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { computed } from './computed.ts';
import {
  haveOracles,
  largestDifference,
  needsOracles,
  numbers,
  readOracleJson,
  readOracleTable,
  readReference,
} from './oracle-data.ts';

const KERNELS: DensityKernel[] = ['quartic', 'gaussian', 'epanechnikov', 'triweight'];

const box = (west: number, south: number, east: number, north: number, cellSizeM: number): MaskedCells =>
  maskCells(
    [
      [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
        ],
      ],
    ],
    cellSizeM,
  );

test.skipIf(!haveOracles)(`quartic sums over the Memphis cells are the published ones${needsOracles}`, () => {
  const rows = readOracleTable('memphis_jan_grid500.csv');
  const points = readOracleTable('memphis_jan_points_32615.csv');
  const { memphis_jan } = readOracleJson<{ memphis_jan: { nrd_x: number } }>('oracle.json');
  for (const [bandwidthM, column] of [
    [memphis_jan.nrd_x / 2, 'quartic_raw_bw4438.3343'],
    [1000, 'quartic_raw_bw1000'],
  ] as const) {
    const { density } = computed(
      kernelDensity({
        x: numbers(points, 'x'),
        y: numbers(points, 'y'),
        targetX: numbers(rows, 'cx'),
        targetY: numbers(rows, 'cy'),
        bandwidthM,
        years: 1,
      }),
    );
    // The published figures are heights with 1 a point at its centre: 3 / (pi h^2) per square metre.
    const heights = density.map((value) => ((value / 1e6) * Math.PI * bandwidthM ** 2) / 3);
    expect(largestDifference(heights, numbers(rows, column))).toBeLessThan(1e-4);
  }
  // The figures printed in the public report of that issue: 3.479847, 3.651838, 3.740305, 3.721592.
  expect(
    [...numbers(rows, 'quartic_raw_bw4438.3343').subarray(0, 3)].map((v) => Number(v.toFixed(6))),
  ).toEqual([3.479847, 3.651838, 3.740305]);
});

interface DensityReference {
  density: {
    width: number;
    height: number;
    sigma_m: number;
    x: number[];
    y: number[];
    inside: number[];
    gauss_edge: (number | null)[];
    quartic_edge: (number | null)[];
    gauss_at_points: number[];
    quartic_at_points: number[];
  };
}

test('the density at the incidents themselves is spatstat’s, Gaussian to 1e-9 and quartic to 1e-9', () => {
  const { density } = readReference<DensityReference>('spatial-statistics.json');
  const at = { x: density.x, y: density.y, targetX: density.x, targetY: density.y, years: 1 };
  const gaussian = computed(kernelDensity({ ...at, bandwidthM: density.sigma_m, kernel: 'gaussian' }));
  for (let i = 0; i < density.x.length; i++) {
    expect(gaussian.density[i] / 1e6 / density.gauss_at_points[i] - 1).toBeCloseTo(0, 9);
  }
  // spatstat names a quartic by its standard deviation, h / sqrt(8).
  const quartic = computed(kernelDensity({ ...at, bandwidthM: density.sigma_m * Math.sqrt(8) }));
  for (let i = 0; i < density.x.length; i++) {
    expect(quartic.density[i] / 1e6 / density.quartic_at_points[i] - 1).toBeCloseTo(0, 9);
  }
});

test('edge-corrected densities of an L-shaped area are spatstat’s within 2 % of the maximum', () => {
  const { density: reference } = readReference<DensityReference>('spatial-statistics.json');
  const { width, inside, x, y, sigma_m } = reference;
  const kept = inside.flatMap((value, i) => (value === 1 ? [i] : []));
  const mask: MaskedCells = {
    cellSizeM: 100,
    column: Int32Array.from(kept, (i) => i % width),
    row: Int32Array.from(kept, (i) => Math.floor(i / width)),
    areaShare: new Float64Array(kept.length).fill(1),
    count: kept.length,
  };
  for (const [kernel, bandwidthM, values] of [
    ['gaussian', sigma_m, reference.gauss_edge],
    ['quartic', sigma_m * Math.sqrt(8), reference.quartic_edge],
  ] as const) {
    const { density, massInside } = computed(
      kernelDensity({ x, y, cells: mask, bandwidthM, kernel, years: 1, edgeCorrection: { mask } }),
    );
    const expected = kept.map((i) => (values[i] ?? Number.NaN) * 1e6);
    expect(largestDifference(density, expected), kernel).toBeLessThan(0.02 * Math.max(...expected));
    expect(Math.min(...(massInside ?? []))).toBeLessThan(0.35);
  }
});

test('the Gaussian’s mass inside a box is the product of two normal distributions', () => {
  const mask = box(1000, 2000, 4000, 3500, 100);
  const { massInside } = computed(
    kernelDensity({
      x: [2000],
      y: [2500],
      cells: mask,
      bandwidthM: 330,
      kernel: 'gaussian',
      years: 1,
      edgeCorrection: { mask },
    }),
  );
  const along = (u: number, from: number, to: number) =>
    normalCdf((to - u) / 330) - normalCdf((from - u) / 330);
  for (let t = 0; t < mask.count; t++) {
    const u = (mask.column[t] + 0.5) * 100;
    const v = (mask.row[t] + 0.5) * 100;
    expect(massInside?.[t]).toBeCloseTo(along(u, 1000, 4000) * along(v, 2000, 3500), 9);
  }
});

test('far from any edge no density changes; on a straight coast half the mass is at sea', () => {
  const mask = box(0, 0, 6000, 6000, 100);
  for (const kernel of KERNELS) {
    const bandwidthM = kernel === 'gaussian' ? 280 : 800;
    const at = { targetX: [3000, 6000, 6000], targetY: [3000, 3000, 6000] };
    const { massInside } = computed(
      kernelDensity({ x: [3000], y: [3000], ...at, bandwidthM, kernel, years: 1, edgeCorrection: { mask } }),
    );
    expect(massInside?.[0], kernel).toBeCloseTo(1, 2);
    expect(massInside?.[1], kernel).toBeCloseTo(0.5, 2);
    expect(massInside?.[2], kernel).toBeCloseTo(0.25, 2);
  }
});

test('mass inside worked out on the lattice is that worked out at points', () => {
  const mask = maskCells(
    [
      [
        [
          [130, 60],
          [2950, 340],
          [2400, 2700],
          [900, 1800],
        ],
      ],
    ],
    100,
  );
  for (const kernel of KERNELS) {
    const bandwidthM = kernel === 'gaussian' ? 200 : 500;
    const at = { x: [1500], y: [1500], bandwidthM, kernel, years: 1, edgeCorrection: { mask } };
    const onCells = computed(kernelDensity({ ...at, cells: mask }));
    const atPoints = computed(
      kernelDensity({
        ...at,
        targetX: Float64Array.from(mask.column, (c) => (c + 0.5) * 100),
        targetY: Float64Array.from(mask.row, (r) => (r + 0.5) * 100),
      }),
    );
    expect(largestDifference(onCells.massInside ?? [], atPoints.massInside ?? []), kernel).toBeLessThan(
      0.003,
    );
  }
});

test('the density integrates to the number of incidents a year, within 1 %, for every kernel', () => {
  const random = seededRandom(5);
  const x = Float64Array.from({ length: 200 }, () => 3000 + 2000 * random());
  const y = Float64Array.from({ length: 200 }, () => 3000 + 2000 * random());
  const cells = box(0, 0, 8000, 8000, 100);
  for (const kernel of KERNELS) {
    const bandwidthM = kernel === 'gaussian' ? 150 : 400;
    const { density } = computed(kernelDensity({ x, y, cells, bandwidthM, kernel, years: 2 }));
    const total = density.reduce((sum, value) => sum + value, 0) * 0.01;
    expect(Math.abs(total - 100), kernel).toBeLessThan(1);
  }
});

test('the surface of one incident peaks in its own cell', () => {
  const cells = box(0, 0, 2000, 2000, 100);
  const { density } = computed(kernelDensity({ x: [730], y: [1160], cells, bandwidthM: 300, years: 1 }));
  const peak = density.indexOf(Math.max(...density));
  expect([cells.column[peak], cells.row[peak]]).toEqual([7, 11]);
  // 3 / (pi h^2) (1 - d^2 / h^2)^2 at d^2 = 20^2 + 10^2, per square kilometre.
  expect(Math.max(...density)).toBeCloseTo((3 / (Math.PI * 0.09)) * (1 - 500 / 90_000) ** 2, 12);
});

/** Twin: every incident against every target, the formulas as printed. */
function twin(
  x: number[],
  y: number[],
  w: number[],
  targets: { x: number; y: number }[],
  h: number,
  kernel: DensityKernel,
) {
  return targets.map((target) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const d = Math.hypot(x[i] - target.x, y[i] - target.y);
      const u = 1 - (d / h) ** 2;
      if (kernel === 'gaussian') sum += (w[i] * Math.exp(-(d ** 2) / (2 * h ** 2))) / (2 * Math.PI * h ** 2);
      else if (u > 0) {
        const [factor, power] = { quartic: [3, 2], epanechnikov: [2, 1], triweight: [4, 3] }[kernel];
        sum += (w[i] * factor * u ** power) / (Math.PI * h ** 2);
      }
    }
    return sum * 1e6;
  });
}

const incidents = fc.array(
  fc.record({
    x: fc.double({ min: -300, max: 2300, noNaN: true }),
    y: fc.double({ min: -300, max: 2300, noNaN: true }),
    weight: fc.double({ min: 0, max: 5, noNaN: true }),
  }),
  { minLength: 1, maxLength: 25 },
);

test('on cells and at points, the density is the printed formula summed over all pairs', () => {
  const cells = maskCells(
    [
      [
        [
          [0, 0],
          [2000, 100],
          [1700, 2000],
          [200, 1500],
        ],
      ],
    ],
    100,
  );
  const targets = Array.from(cells.column, (c, t) => ({ x: (c + 0.5) * 100, y: (cells.row[t] + 0.5) * 100 }));
  fc.assert(
    fc.property(
      incidents,
      fc.constantFrom(...KERNELS),
      fc.double({ min: 80, max: 900, noNaN: true }),
      (list, kernel, bandwidthM) => {
        const x = list.map((p) => p.x);
        const y = list.map((p) => p.y);
        const weight = list.map((p) => p.weight);
        const expected = twin(x, y, weight, targets, bandwidthM, kernel);
        // The Gaussian is cut at 7 standard deviations: 2e-11 of its height.
        const heights = weight.reduce((sum, w) => sum + w, 0) * (1e6 / (Math.PI * bandwidthM ** 2));
        const tolerance = 1e-10 * heights + 1e-15;
        const onCells = computed(kernelDensity({ x, y, weight, cells, bandwidthM, kernel, years: 1 }));
        expect(largestDifference(onCells.density, expected)).toBeLessThan(tolerance);
        const atPoints = computed(
          kernelDensity({
            x,
            y,
            weight,
            targetX: targets.map((t) => t.x),
            targetY: targets.map((t) => t.y),
            bandwidthM,
            kernel,
            years: 1,
          }),
        );
        expect(largestDifference(atPoints.density, expected)).toBeLessThan(tolerance);
      },
    ),
    { numRuns: 60 },
  );
});

test('two halves of a study area far apart are served without a table over the space between', () => {
  const square = (x: number) => [
    [
      [x, 0],
      [x + 500, 0],
      [x + 500, 500],
      [x, 500],
    ],
  ];
  const far = 400_000_000;
  const cells = maskCells([square(0), square(far)], 100);
  const { density } = computed(
    kernelDensity({ x: [250, far + 250], y: [250, 250], cells, bandwidthM: 200, years: 1 }),
  );
  expect(cells.count).toBe(50);
  expect(density[12]).toBe(density[0] + density[12]);
  expect(density.filter((value) => value === Math.max(...density)).length).toBe(2);
});

test('no incidents is not computable; a period, bandwidth, kernel or place that makes no sense is refused', () => {
  const cells = box(0, 0, 500, 500, 100);
  const good = { x: [1], y: [1], cells, bandwidthM: 200, years: 1 };
  expect(kernelDensity({ ...good, x: [], y: [] })).toMatchObject({ reason: 'too-few-events' });
  expect(() => kernelDensity({ ...good, years: 0 })).toThrow(/years above 0; it was 0/);
  expect(() => kernelDensity({ ...good, bandwidthM: -5 })).toThrow(/above 0; it was -5/);
  expect(() => kernelDensity({ ...good, x: [1, 2] })).toThrow(/2 x, 1 y/);
  expect(() => kernelDensity({ ...good, y: [Number.NaN] })).toThrow(/incident 0 was \(1, NaN\)/);
  expect(() => kernelDensity({ ...good, kernel: 'cone' as DensityKernel })).toThrow(/Unknown kernel "cone"/);
});
