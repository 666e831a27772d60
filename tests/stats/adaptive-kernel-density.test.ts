import { expect, test } from 'vitest';
import { adaptiveKernelDensity } from '../../server/stats/adaptive-kernel-density.ts';
import { kernelDensity } from '../../server/stats/kernel-density.ts';
import { maskCells } from '../../server/stats/lattice/mask-cells.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { computed } from './computed.ts';
import { largestDifference, readReference } from './oracle-data.ts';

const cells = maskCells(
  [
    [
      [
        [0, 0],
        [6000, 0],
        [6000, 6000],
        [0, 6000],
      ],
    ],
  ],
  100,
);

test('the bandwidths are those of spatstat’s bw.abram, whose pilot is an image of 10 m pixels, within 1 %', () => {
  const { density, bandwidth } = readReference<{
    density: { x: number[]; y: number[]; sigma_m: number };
    bandwidth: { abramson: number[] };
  }>('spatial-statistics.json');
  const { incidentBandwidthM } = computed(
    adaptiveKernelDensity({
      x: density.x,
      y: density.y,
      targetX: [0],
      targetY: [0],
      bandwidthM: density.sigma_m,
      kernel: 'gaussian',
      years: 1,
    }),
  );
  const ratio = incidentBandwidthM.map((h, i) => h / bandwidth.abramson[i]);
  expect(
    largestDifference(
      ratio,
      ratio.map(() => 1),
    ),
  ).toBeLessThan(0.01);
});

test('it integrates to the number of incidents a year, and is narrower where they are dense', () => {
  const random = seededRandom(2);
  const dense = Array.from({ length: 80 }, () => [2900 + 200 * random(), 2900 + 200 * random()]);
  const sparse = Array.from({ length: 12 }, () => [2000 + 2000 * random(), 2000 + 2000 * random()]);
  const points = [...dense, ...sparse];
  const x = points.map(([px]) => px);
  const y = points.map(([, py]) => py);
  const { density, incidentBandwidthM } = computed(
    adaptiveKernelDensity({ x, y, cells, bandwidthM: 400, years: 2, widestFactor: 3 }),
  );
  const total = density.reduce((sum, value) => sum + value, 0) * 0.01;
  expect(Math.abs(total / (points.length / 2) - 1)).toBeLessThan(0.01);
  expect(Math.max(...incidentBandwidthM.subarray(0, 80))).toBeLessThan(
    Math.max(...incidentBandwidthM.subarray(80)),
  );
  expect(Math.max(...incidentBandwidthM)).toBeLessThanOrEqual(1200);
});

test('where every incident has the same pilot density, it is the fixed-bandwidth density', () => {
  const x = [1000, 3000, 5000];
  const y = [3000, 3000, 3000];
  const weight = [1, 2, 0.5];
  const adaptive = computed(adaptiveKernelDensity({ x, y, weight, cells, bandwidthM: 500, years: 1 }));
  const fixed = computed(kernelDensity({ x, y, weight, cells, bandwidthM: 500, years: 1 }));
  expect(largestDifference(adaptive.density, fixed.density)).toBeLessThan(1e-9);
});

test('no incidents is not computable, and a cap below 1 is refused', () => {
  const none = { x: [], y: [], cells, bandwidthM: 500, years: 1 };
  expect(adaptiveKernelDensity(none)).toMatchObject({ reason: 'too-few-events' });
  expect(() => adaptiveKernelDensity({ ...none, widestFactor: 0.5 })).toThrow(/it was 0.5/);
});
