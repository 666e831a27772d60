import { expect, test } from 'vitest';
import { scottSigmaM, suggestBandwidths } from '../../server/stats/bandwidth-suggestions.ts';
import { bandwidthWarnings } from '../../server/stats/bandwidth-warnings.ts';
import { distinctPoints } from '../../server/stats/distinct-points.ts';
import { likelihoodBandwidth, logLikelihood } from '../../server/stats/likelihood-bandwidth.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { suggestCellSize } from '../../server/stats/suggest-cell-size.ts';
import { computed } from './computed.ts';
import { haveOracles, needsOracles, numbers, readOracleTable, readReference } from './oracle-data.ts';

const { density, bandwidth } = readReference<{
  density: { x: number[]; y: number[] };
  bandwidth: { sigma: number[]; likelihood: number[]; scott: number[] };
}>('spatial-statistics.json');
const all = Uint32Array.from(density.x, (_, i) => i);

test('Scott’s rule is the geometric mean of spatstat’s two', () => {
  const [alongX, alongY] = bandwidth.scott;
  expect(scottSigmaM(density.x, density.y)).toBeCloseTo(Math.sqrt(alongX * alongY), 9);
});

test.skipIf(!haveOracles)(`Scott’s rule gives the 2,636.3 m published for Memphis${needsOracles}`, () => {
  const points = readOracleTable('memphis_jan_points_32615.csv');
  expect(Number(scottSigmaM(numbers(points, 'x'), numbers(points, 'y')).toFixed(1))).toBe(2636.3);
});

test('the leave-one-out likelihood is spatstat’s, sigma by sigma, up to one constant', () => {
  const found = bandwidth.sigma.map((sigma) => logLikelihood(density.x, density.y, sigma, all));
  const constant = found[0] - bandwidth.likelihood[0];
  found.forEach((value, k) => {
    expect(value - bandwidth.likelihood[k]).toBeCloseTo(constant, 6);
  });
});

test('the bandwidth found has a likelihood no sigma of a fine sweep exceeds', () => {
  const { sigmaM, placesScored } = computed(
    likelihoodBandwidth(Float64Array.from(density.x), Float64Array.from(density.y), seededRandom(1)),
  );
  expect(placesScored).toBe(density.x.length);
  const best = logLikelihood(density.x, density.y, sigmaM, all);
  for (let sigma = 60; sigma < 3000; sigma *= 1.02) {
    expect(logLikelihood(density.x, density.y, sigma, all)).toBeLessThan(best + 0.01);
  }
});

test('a sample of 1,000 places finds the bandwidth of all 1,400 within 15 %', () => {
  const random = seededRandom(6);
  const x = Float64Array.from({ length: 1400 }, () => (random() + random() + random()) * 3000);
  const y = Float64Array.from({ length: 1400 }, () => (random() + random() + random()) * 3000);
  const sampled = computed(likelihoodBandwidth(x, y, seededRandom(1)));
  expect(sampled.placesScored).toBe(1000);
  const places = Uint32Array.from(x, (_, i) => i);
  let best = 0;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let sigma = sampled.sigmaM / 2; sigma < sampled.sigmaM * 2; sigma *= 1.1) {
    const score = logLikelihood(x, y, sigma, places);
    if (score > bestScore) {
      best = sigma;
      bestScore = score;
    }
  }
  expect(Math.abs(Math.log(sampled.sigmaM / best))).toBeLessThan(0.15);
});

test('suggestions come as quartic radii with a reason each: the list, Scott and cross-validation', () => {
  const found = computed(suggestBandwidths(density.x, density.y, { random: seededRandom(1) }));
  expect(found.suggestions.map((s) => s.method)).toEqual([
    'listed',
    'listed',
    'listed',
    'scott',
    'likelihood-cross-validation',
  ]);
  expect(found.suggestions.slice(0, 3).map((s) => s.bandwidthM)).toEqual([200, 400, 800]);
  expect(found.suggestions[3].bandwidthM).toBeCloseTo(Math.sqrt(8) * scottSigmaM(density.x, density.y), 9);
  expect(found.warnings).toEqual([]);
});

test('incidents moved to few places bring the lattice warning, and do not pull the bandwidth to 0', () => {
  const random = seededRandom(3);
  const snap = () => 500 * Math.floor(12 * random());
  const x = Float64Array.from({ length: 600 }, snap);
  const y = Float64Array.from({ length: 600 }, snap);
  const found = computed(suggestBandwidths(x, y, { random: seededRandom(1), cellSizeM: 250 }));
  expect(found.distinctPlaces).toBeLessThanOrEqual(144);
  expect(found.warnings.map((w) => w.code)).toEqual(['snapped-points', 'bandwidth-below-two-cells']);
  expect(found.warnings[0].message).toContain(`600 incidents lie at ${found.distinctPlaces} places`);
  expect(found.warnings[1].message).toMatch(/radius of 200 m, 400 m is under two cells of 250 m/);
  expect(found.suggestions.at(-1)?.bandwidthM).toBeGreaterThan(500);
});

test('a radius of exactly two cells and two thirds of the places bring no warning', () => {
  const fine = { bandwidthsM: [500], cellSizeM: 250, incidents: 300, distinctPlaces: 200 };
  expect(bandwidthWarnings(fine)).toEqual([]);
  expect(bandwidthWarnings({ ...fine, bandwidthsM: [499] }).map((w) => w.code)).toEqual([
    'bandwidth-below-two-cells',
  ]);
  expect(bandwidthWarnings({ ...fine, distinctPlaces: 179 }).map((w) => w.code)).toEqual(['snapped-points']);
});

test('distinct places keep every incident in their counts', () => {
  const { x, y, count } = distinctPoints([5, 1, 5, 5, 1], [2, 9, 2, 3, 9]);
  expect([...x]).toEqual([1, 5, 5]);
  expect([...y]).toEqual([9, 2, 3]);
  expect([...count]).toEqual([2, 2, 1]);
});

test('a few places give the list alone; none is not computable', () => {
  const few = computed(suggestBandwidths([1, 2, 3], [1, 2, 3], { random: seededRandom(1) }));
  expect(few.suggestions.map((s) => s.method)).toEqual(['listed', 'listed', 'listed']);
  expect(suggestBandwidths([], [], { random: seededRandom(1) })).toMatchObject({ reason: 'too-few-events' });
});

test('points on a lattice of 100 m suggest cells of 200 m, one far away left out', () => {
  const x = Float64Array.from({ length: 101 }, (_, i) => (i === 100 ? 90_000 : 100 * (i % 10)));
  const y = Float64Array.from({ length: 101 }, (_, i) => (i === 100 ? 90_000 : 100 * Math.floor(i / 10)));
  const found = computed(suggestCellSize(x, y));
  expect(found).toMatchObject({
    cellSizeM: 200,
    meanNearestM: 100,
    medianNearestM: 100,
    outliers: 1,
    distinctPlaces: 101,
  });
});

test('the suggested cell is twice the mean or the median nearest distance, worked out by hand', () => {
  // Pairs 10 m and 30 m apart, each pair far from the next: half the distances 10, half 30.
  const x = Array.from({ length: 40 }, (_, i) => 1000 * (i >> 1) + (i % 2) * ((i >> 1) % 2 === 0 ? 10 : 30));
  const found = computed(suggestCellSize(x, new Float64Array(40)));
  expect(found.meanNearestM).toBe(20);
  expect(found.medianNearestM).toBe(20);
  expect(found.cellSizeM).toBe(40);
  const repeated = computed(suggestCellSize([...x, ...x], new Float64Array(80)));
  expect(repeated.cellSizeM).toBe(40);
});

test('fewer than 30 incidents, or all at one place, suggest no cell', () => {
  expect(suggestCellSize(new Float64Array(29), new Float64Array(29))).toMatchObject({
    reason: 'too-few-events',
  });
  expect(suggestCellSize(new Float64Array(30), new Float64Array(30))).toMatchObject({
    reason: 'zero-variance',
  });
});
