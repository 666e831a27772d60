import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bivariateLocalMoran } from '../../server/stats/bivariate-local-moran.ts';
import { ebLocalMoran } from '../../server/stats/eb-local-moran.ts';
import { ebStandardisedRates } from '../../server/stats/eb-standardised-rates.ts';
import { globalG } from '../../server/stats/global-g.ts';
import { globalMoran } from '../../server/stats/global-moran.ts';
import { localMoran, MORAN_QUADRANTS } from '../../server/stats/local-moran.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { queenGridWeights } from '../../server/stats/weights/grid-weights.ts';
import { kNearestWeights } from '../../server/stats/weights/k-nearest-weights.ts';
import { restrictWeights } from '../../server/stats/weights/restrict-weights.ts';
import { weightTotals } from '../../server/stats/weights/weight-totals.ts';
import { rowStandardised, type Weights, weightsFromLists } from '../../server/stats/weights/weights.ts';
import { computed } from './computed.ts';
import {
  haveOracles,
  largestDifference,
  needsOracles,
  numbers,
  readOracleTable,
  readReference,
} from './oracle-data.ts';

interface LocalReference {
  i: number[];
  expected: number[];
  variance: number[];
  z: number[];
  p: number[];
}
interface GlobalReference {
  expected: number;
  variance: number;
  z: number;
  p: number;
}
interface SpatialReference {
  grid: {
    columns: number;
    rows: number;
    first: number[];
    second: number[];
    events: number[];
    population: number[];
  };
  moran_randomisation: GlobalReference & { i: number };
  moran_normality: GlobalReference & { i: number };
  moran_binary: GlobalReference & { i: number };
  general_g: GlobalReference & { g: number };
  local_moran_conditional: LocalReference;
  local_moran_total: LocalReference;
  eb: LocalReference & { a: number; b: number; standardised: number[] };
  bivariate: { i: number[] };
}

const reference = readReference<SpatialReference>('spatial-statistics.json');
const { columns, rows, first, second } = reference.grid;
const cells = {
  column: Int32Array.from(first, (_, i) => i % columns),
  row: Int32Array.from(first, (_, i) => Math.floor(i / columns)),
  count: columns * rows,
};
const binary = queenGridWeights(cells, { includeSelf: false });
const standardised = rowStandardised(binary);

const counties = () => {
  const table = readOracleTable('ncsids_eb.csv');
  const lists = table.map((row) => row.nbrs.split(';').map((neighbour) => Number(neighbour) - 1));
  return { table, weights: rowStandardised(weightsFromLists(lists, false)) };
};

test.skipIf(!haveOracles)(
  `sudden infant deaths in North Carolina give the published local and global I${needsOracles}`,
  () => {
    const { table, weights } = counties();
    const rates = numbers(table, 'sid74').map((deaths, i) => deaths / Number(table[i].bir74));
    const local = computed(localMoran(rates, weights));
    expect(Number(local.i[0].toFixed(8))).toBe(0.63107477);
    expect(Number(local.z[0].toFixed(8))).toBe(1.54036976);
    const global = computed(globalMoran(rates, weights));
    expect(Number(global.i.toFixed(9))).toBe(0.230910449);
    expect(Number(global.expected.toFixed(9))).toBe(-0.01010101);
    expect(Number(global.variance.toFixed(9))).toBe(0.004065134);
  },
);

test.skipIf(!haveOracles)(`local Moran of Memphis robberies is spdep’s to 1e-9${needsOracles}`, () => {
  const table = readOracleTable('memphis_jan_grid500.csv');
  const grid = {
    column: Int32Array.from(numbers(table, 'col')),
    row: Int32Array.from(numbers(table, 'row')),
    count: table.length,
  };
  const weights = rowStandardised(queenGridWeights(grid, { includeSelf: false }));
  const found = computed(localMoran(numbers(table, 'n'), weights));
  expect(largestDifference(found.i, numbers(table, 'moran_Ii'))).toBeLessThan(1e-9);
  expect(largestDifference(found.z, numbers(table, 'moran_z'))).toBeLessThan(1e-9);
  expect(largestDifference(found.pValue, numbers(table, 'moran_p'))).toBeLessThan(1e-9);
});

test.skipIf(!haveOracles)(`local Moran of violence in Thanet is spdep’s to 1e-9${needsOracles}`, () => {
  const areas = readOracleTable('thanet_lsoa11_violence_gistar_moran_eb.csv');
  const place = new Map(areas.map((row, i) => [row.lsoa11_code, i]));
  const lists: number[][] = areas.map(() => []);
  for (const { from, to } of readOracleTable('thanet_lsoa11_queen_snap1m_neighbours.csv')) {
    lists[place.get(from) ?? -1].push(place.get(to) ?? -1);
  }
  const weights = rowStandardised(weightsFromLists(lists, false));
  const found = computed(localMoran(numbers(areas, 'rate_viol_per_1000'), weights));
  expect(largestDifference(found.i, numbers(areas, 'local_moran_Ii'))).toBeLessThan(1e-9);
  expect(largestDifference(found.z, numbers(areas, 'local_moran_z'))).toBeLessThan(1e-9);
});

test('local Moran has spdep’s moments under both null hypotheses', () => {
  for (const [variance, expected] of [
    ['conditional', reference.local_moran_conditional],
    ['total', reference.local_moran_total],
  ] as const) {
    const found = computed(localMoran(first, standardised, { variance }));
    for (const key of ['i', 'expected', 'variance', 'z'] as const) {
      expect(largestDifference(found[key], expected[key]), `${variance} ${key}`).toBeLessThan(1e-9);
    }
    expect(largestDifference(found.pValue, expected.p), `${variance} p`).toBeLessThan(1e-9);
  }
});

test('rates standardised by empirical Bayes, and their local Moran, are those of the reference', () => {
  const { events, population } = reference.grid;
  const rates = computed(ebStandardisedRates(events, population));
  expect(rates.betweenVariance).toBeCloseTo(reference.eb.a, 15);
  expect(rates.overallRate).toBeCloseTo(reference.eb.b, 15);
  expect(largestDifference(rates.values, reference.eb.standardised)).toBeLessThan(1e-9);
  const found = computed(ebLocalMoran(events, population, standardised));
  for (const key of ['i', 'expected', 'variance', 'z'] as const) {
    expect(largestDifference(found[key], reference.eb[key]), key).toBeLessThan(1e-9);
  }
});

test('global Moran’s I and General G have spdep’s moments', () => {
  for (const [weights, variance, expected] of [
    [standardised, 'randomisation', reference.moran_randomisation],
    [standardised, 'normality', reference.moran_normality],
    [binary, 'randomisation', reference.moran_binary],
  ] as const) {
    const found = computed(globalMoran(first, weights, { variance }));
    expect(found.i).toBeCloseTo(expected.i, 12);
    expect(found.expected).toBeCloseTo(expected.expected, 12);
    expect(found.variance).toBeCloseTo(expected.variance, 12);
    expect(found.z).toBeCloseTo(expected.z, 9);
    expect(found.pValue / expected.p).toBeCloseTo(1, 9);
  }
  const g = computed(globalG(first, binary));
  expect(g.g).toBeCloseTo(reference.general_g.g, 12);
  expect(g.expected).toBeCloseTo(reference.general_g.expected, 12);
  expect(g.variance / reference.general_g.variance).toBeCloseTo(1, 9);
  expect(g.z).toBeCloseTo(reference.general_g.z, 9);
});

test('bivariate local Moran is the product of z-scores of the reference, and of a measure with itself local Moran', () => {
  const options = { random: seededRandom(1), permutations: 99 };
  const found = computed(bivariateLocalMoran(first, second, standardised, options));
  expect(largestDifference(found.i, reference.bivariate.i)).toBeLessThan(1e-9);
  const same = computed(bivariateLocalMoran(first, first, standardised, options));
  expect(largestDifference(same.i, reference.local_moran_conditional.i)).toBeLessThan(1e-9);
  for (let i = 0; i < first.length; i++) {
    const quadrant = MORAN_QUADRANTS[same.quadrant[i]];
    expect(same.i[i] > 0).toBe(quadrant === 'high-high' || quadrant === 'low-low');
  }
});

test('a unit exactly at the mean of the first measure has no bivariate p', () => {
  // Mean 10; unit 40 is exactly there.
  const atMean = first.map((_, i) => (i === 40 ? 10 : i % 2 === 0 ? 8 : 12));
  atMean[41] = 10;
  const options = { random: seededRandom(1), permutations: 19 };
  const found = computed(bivariateLocalMoran(atMean, second, standardised, options));
  expect(found.pValue[40]).toBeNaN();
  expect(found.quadrant[40]).toBe(0);
  expect(found.pValue[42]).not.toBeNaN();
});

/** Twins over the full matrix of weights. */
function matrixOf({ n, offsets, neighbours, values }: Weights): number[][] {
  const matrix = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++) {
    for (let k = offsets[i]; k < offsets[i + 1]; k++)
      matrix[i][neighbours[k]] = values === null ? 1 : values[k];
  }
  return matrix;
}

const sample = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.nat(99), fc.nat(99)), { minLength: 6, maxLength: 20 })
  .filter((list) => new Set(list.map(([value]) => value)).size > 2)
  .chain((list) =>
    fc.integer({ min: 1, max: 4 }).map((k) => ({
      values: list.map(([value]) => value),
      weights: rowStandardised(
        kNearestWeights(
          list.map(([, x]) => x),
          list.map(([, , y]) => y),
          k,
          { includeSelf: false },
        ),
      ),
    })),
  );

test('the sums of weights are those over the full matrix, symmetric or not', () => {
  fc.assert(
    fc.property(sample, ({ weights }) => {
      const w = matrixOf(weights);
      const n = w.length;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      for (let i = 0; i < n; i++) {
        let both = 0;
        for (let j = 0; j < n; j++) {
          s0 += w[i][j];
          s1 += (w[i][j] + w[j][i]) ** 2 / 2;
          both += w[i][j] + w[j][i];
        }
        s2 += both ** 2;
      }
      const found = weightTotals(weights);
      expect(found.s0).toBeCloseTo(s0, 9);
      expect(found.s1).toBeCloseTo(s1, 9);
      expect(found.s2).toBeCloseTo(s2, 9);
    }),
  );
});

test('I and G are their double sums, and the local I add up to n times the global one', () => {
  fc.assert(
    fc.property(sample, ({ values, weights }) => {
      const w = matrixOf(weights);
      const n = values.length;
      const mean = values.reduce((a, b) => a + b, 0) / n;
      let s0 = 0;
      let cross = 0;
      let gTop = 0;
      let gBottom = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          s0 += w[i][j];
          cross += w[i][j] * (values[i] - mean) * (values[j] - mean);
          gTop += w[i][j] * values[i] * values[j];
          if (i !== j) gBottom += values[i] * values[j];
        }
      }
      const squares = values.reduce((a, v) => a + (v - mean) ** 2, 0);
      const global = computed(globalMoran(values, weights, { minimumUnits: 4 }));
      expect(global.i).toBeCloseTo((n / s0) * (cross / squares), 9);
      const local = computed(localMoran(values, weights, { minimumUnits: 4 }));
      expect(local.i.reduce((a, b) => a + b, 0)).toBeCloseTo(global.i * s0, 8);
      if (gBottom > 0) {
        expect(computed(globalG(values, weights, { minimumUnits: 4 })).g).toBeCloseTo(gTop / gBottom, 9);
      }
    }),
  );
});

test('the moments under randomisation are those over every arrangement of six values', () => {
  const values = [1, 2, 2, 5, 9, 14];
  const weights = weightsFromLists([[1, 2], [0], [0, 3, 4], [2], [2, 5], [4]], false);
  const arrangements: number[][] = [];
  const arrange = (rest: number[], done: number[]) => {
    if (rest.length === 0) arrangements.push(done);
    rest.forEach((value, at) => {
      arrange([...rest.slice(0, at), ...rest.slice(at + 1)], [...done, value]);
    });
  };
  arrange(values, []);
  const moments = (list: number[]) => {
    const mean = list.reduce((a, b) => a + b, 0) / list.length;
    return { mean, variance: list.reduce((a, b) => a + (b - mean) ** 2, 0) / list.length };
  };
  const moran = moments(arrangements.map((a) => computed(globalMoran(a, weights, { minimumUnits: 4 })).i));
  const foundMoran = computed(globalMoran(values, weights, { minimumUnits: 4 }));
  expect(foundMoran.expected).toBeCloseTo(moran.mean, 12);
  expect(foundMoran.variance).toBeCloseTo(moran.variance, 12);
  const g = moments(arrangements.map((a) => computed(globalG(a, weights, { minimumUnits: 4 })).g));
  const foundG = computed(globalG(values, weights, { minimumUnits: 4 }));
  expect(foundG.expected).toBeCloseTo(g.mean, 12);
  expect(foundG.variance).toBeCloseTo(g.variance, 12);
  const local = moments(
    arrangements.map((a) => computed(localMoran(a, weights, { minimumUnits: 4, variance: 'total' })).i[2]),
  );
  const foundLocal = computed(localMoran(values, weights, { minimumUnits: 4, variance: 'total' }));
  expect(foundLocal.expected[2]).toBeCloseTo(local.mean, 12);
  expect(foundLocal.variance[2]).toBeCloseTo(local.variance, 12);
  const held = moments(
    arrangements
      .filter((a) => a[2] === values[2])
      .map((a) => computed(localMoran(a, weights, { minimumUnits: 4, variance: 'conditional' })).i[2]),
  );
  const foundHeld = computed(localMoran(values, weights, { minimumUnits: 4, variance: 'conditional' }));
  expect(foundHeld.expected[2]).toBeCloseTo(held.mean, 12);
  expect(foundHeld.variance[2]).toBeCloseTo(held.variance, 12);
});

test('a unit without neighbours is NaN alone; too few, equal, negative and unpeopled are refused by name', () => {
  const lists = Array.from({ length: 30 }, (_, i) => (i === 4 ? [] : [(i + 1) % 30]));
  const values = Float64Array.from({ length: 30 }, (_, i) => (i * 7) % 11);
  const alone = computed(localMoran(values, weightsFromLists(lists, false)));
  expect(alone.i[4]).toBeNaN();
  expect(alone.pValue[4]).toBeNaN();
  expect(alone.i[5]).not.toBeNaN();

  const chain = weightsFromLists(lists, false);
  const none = weightsFromLists(
    lists.map(() => []),
    false,
  );
  expect(globalMoran(values, none)).toMatchObject({ reason: 'no-neighbours' });
  expect(globalG(values, none)).toMatchObject({ reason: 'no-neighbours' });
  expect(localMoran(new Float64Array(30).fill(2), chain)).toMatchObject({ reason: 'zero-variance' });
  expect(
    globalG(
      values.map((v) => v - 1),
      chain,
    ),
  ).toMatchObject({ reason: 'invalid-input', detail: /unit 0 has -1/ });
  expect(
    globalG(
      values.map((_, i) => (i === 3 ? 5 : 0)),
      chain,
    ),
  ).toMatchObject({ reason: 'zero-denominator' });
  expect(ebLocalMoran(values, new Float64Array(30), chain)).toMatchObject({ reason: 'too-few-units' });
  expect(ebLocalMoran(values, new Float64Array(30).fill(-1), chain)).toMatchObject({
    reason: 'invalid-input',
  });
  expect(ebLocalMoran(new Float64Array(30), new Float64Array(30).fill(9), chain)).toMatchObject({
    reason: 'all-zero',
  });
  const small = weightsFromLists([[1], [2], [0]], false);
  expect(localMoran([1, 2, 3], small)).toMatchObject({ reason: 'too-few-units' });
});

test('a unit without people is refused alone: the others are as if it were not on the map', () => {
  const { events, population } = reference.grid;
  const gone = [17, 60];
  const without = population.map((people, i) => (gone.includes(i) ? 0 : people));
  const stays = first.map((_, i) => i).filter((i) => !gone.includes(i));
  const onlyStays = {
    column: cells.column.filter((_, i) => !gone.includes(i)),
    row: cells.row.filter((_, i) => !gone.includes(i)),
    count: stays.length,
  };
  const among = rowStandardised(queenGridWeights(onlyStays, { includeSelf: false }));
  const expected = computed(
    ebLocalMoran(
      stays.map((i) => events[i]),
      stays.map((i) => population[i]),
      among,
    ),
  );
  const found = computed(ebLocalMoran(events, without, standardised));
  for (const key of ['i', 'expected', 'variance', 'z', 'pValue'] as const) {
    for (const unit of gone) expect(found[key][unit], key).toBeNaN();
    expect(
      largestDifference(
        stays.map((i) => found[key][i]),
        expected[key],
      ),
      key,
    ).toBeLessThan(1e-12);
  }
  expect(stays.map((i) => found.quadrant[i])).toEqual([...expected.quadrant]);
});

test('weights among some units are those built without the others, binary or row-standardised', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (keep) => {
      const block = (wanted: boolean[]) => {
        const places = wanted.flatMap((yes, i) => (yes ? [i] : []));
        return {
          column: Int32Array.from(places, (i) => i % 5),
          row: Int32Array.from(places, (i) => Math.floor(i / 5)),
          count: places.length,
        };
      };
      const all = queenGridWeights(block(keep.map(() => true)), { includeSelf: false });
      const some = queenGridWeights(block(keep), { includeSelf: false });
      const kept = Uint32Array.from(keep.flatMap((yes, i) => (yes ? [i] : [])));
      expect(restrictWeights(all, kept)).toEqual(some);
      const rows = restrictWeights(rowStandardised(all), kept);
      expect(largestDifference(rows.values ?? [], rowStandardised(some).values ?? [])).toBeLessThan(1e-15);
    }),
  );
});
