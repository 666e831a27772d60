import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexCells } from '../../server/stats/lattice/cell-index.ts';
import { localG } from '../../server/stats/local-g.ts';
import { distanceBandWeights } from '../../server/stats/weights/distance-band-weights.ts';
import { queenGridWeights } from '../../server/stats/weights/grid-weights.ts';
import { kNearestWeights } from '../../server/stats/weights/k-nearest-weights.ts';
import {
  rowStandardised,
  type Weights,
  weightsFromLists,
  withoutSelf,
  withSelf,
} from '../../server/stats/weights/weights.ts';
import { computed } from './computed.ts';
import {
  haveOracles,
  largestDifference,
  needsOracles,
  numbers,
  readOracleJson,
  readOracleTable,
} from './oracle-data.ts';

interface GetisOrd {
  getisord: { x: number[]; y: number[]; val: number[]; results: { d: number; Gi: number; GiStar: number }[] };
}

test.skipIf(!haveOracles)(
  `Getis and Ord’s 16 x 16 remote-sensing case comes out to 12 digits${needsOracles}`,
  () => {
    const { x, y, val, results } = readOracleJson<GetisOrd>('oracle.json').getisord;
    // R's index 120 counts from 1.
    const unit = 119;
    for (const { d, Gi, GiStar } of results) {
      const star = distanceBandWeights(x, y, d, { includeSelf: true });
      expect(computed(localG(val, withoutSelf(star))).z[unit]).toBeCloseTo(Gi, 11);
      expect(computed(localG(val, star)).z[unit]).toBeCloseTo(GiStar, 11);
    }
    // Published to five digits in the man page of spData::getisord.
    const published = [1.22198, 1.7481, 1.98614, 1.89337, 1.23745];
    expect(results.map(({ Gi }) => Number(Gi.toFixed(5)))).toEqual(published);
  },
);

test('the six points of the esda documentation give spdep’s z, with and without self', () => {
  const x = [10, 20, 40, 15, 30, 30];
  const y = [10, 10, 10, 20, 20, 30];
  const values = [2, 3, 3.2, 5, 8, 7];
  const weights = distanceBandWeights(x, y, 15, { includeSelf: false });
  const star = computed(localG(values, withSelf(weights), { minimumUnits: 6 }));
  const plain = computed(localG(values, weights, { minimumUnits: 6 }));
  const starDigits = [-1.3972763, -0.2891776, 0.6506496, -0.2891776, 1.2345209, 2.0242433];
  const plainDigits = [-1.0136729, -0.0436159, 1.315587, -0.3141268, 1.1537399, 1.7783394];
  expect([...star.z].map((z) => Number(z.toFixed(7)))).toEqual(starDigits);
  expect([...plain.z].map((z) => Number(z.toFixed(7)))).toEqual(plainDigits);
});

test.skipIf(!haveOracles)(
  `Gi* of Memphis robberies on 2,715 cells is spdep’s, z and p to 1e-9${needsOracles}`,
  () => {
    const rows = readOracleTable('memphis_jan_grid500.csv');
    const cells = {
      column: Int32Array.from(numbers(rows, 'col')),
      row: Int32Array.from(numbers(rows, 'row')),
      count: rows.length,
    };
    const weights = queenGridWeights(cells, { includeSelf: true });
    const neighbourCounts = Array.from(rows, (_, i) => weights.offsets[i + 1] - weights.offsets[i]);
    expect(neighbourCounts).toEqual([...numbers(rows, 'k_neigh')]);
    const { z, pValue } = computed(localG(numbers(rows, 'n'), weights));
    expect(largestDifference(z, numbers(rows, 'gi_star'))).toBeLessThan(1e-9);
    expect(largestDifference(pValue, numbers(rows, 'p'))).toBeLessThan(1e-9);
  },
);

test.skipIf(!haveOracles)(
  `Gi* of rates on irregular areas is spdep’s: North Carolina and Thanet${needsOracles}`,
  () => {
    const counties = readOracleTable('ncsids_eb.csv');
    const countyWeights = withSelf(
      weightsFromLists(
        counties.map((row) => row.nbrs.split(';').map((neighbour) => Number(neighbour) - 1)),
        false,
      ),
    );
    const county = computed(localG(numbers(counties, 'raw'), countyWeights));
    expect(largestDifference(county.z, numbers(counties, 'gi_star_rate'))).toBeLessThan(1e-9);

    const areas = readOracleTable('thanet_lsoa11_violence_gistar_moran_eb.csv');
    const place = new Map(areas.map((row, i) => [row.lsoa11_code, i]));
    const lists: number[][] = areas.map(() => []);
    for (const { from, to } of readOracleTable('thanet_lsoa11_queen_snap1m_neighbours.csv')) {
      lists[place.get(from) ?? -1].push(place.get(to) ?? -1);
    }
    const area = computed(
      localG(numbers(areas, 'rate_viol_per_1000'), withSelf(weightsFromLists(lists, false))),
    );
    expect(largestDifference(area.z, numbers(areas, 'gi_star_z_rate'))).toBeLessThan(1e-9);
  },
);

/** Twin: the definition of Ord and Getis (1995), written out over all pairs. */
function twinZ(values: number[], weights: Weights, i: number): number {
  const n = values.length;
  const w = new Array<number>(n).fill(0);
  for (let k = weights.offsets[i]; k < weights.offsets[i + 1]; k++) {
    w[weights.neighbours[k]] = weights.values === null ? 1 : weights.values[k];
  }
  const kept = weights.includesSelf ? values : values.filter((_, j) => j !== i);
  const m = kept.length;
  const mean = kept.reduce((a, b) => a + b, 0) / m;
  const variance = kept.reduce((a, b) => a + (b - mean) ** 2, 0) / m;
  const sumW = w.reduce((a, b) => a + b, 0);
  const sumW2 = w.reduce((a, b) => a + b * b, 0);
  const lag = values.reduce((a, x, j) => a + w[j] * x, 0);
  return (lag - sumW * mean) / Math.sqrt((variance * (m * sumW2 - sumW ** 2)) / (m - 1));
}

const countsOnPoints = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 0, max: 99 }),
    ),
    {
      minLength: 6,
      maxLength: 30,
    },
  )
  .filter((list) => new Set(list.map(([value]) => value)).size > 2);

test('z is the written definition, binary or row-standardised, with self or without', () => {
  fc.assert(
    fc.property(
      countsOnPoints,
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      fc.boolean(),
      (list, k, self, rows) => {
        const values = list.map(([value]) => value);
        const base = kNearestWeights(
          list.map(([, x]) => x),
          list.map(([, , y]) => y),
          k,
          { includeSelf: self },
        );
        const weights = rows ? rowStandardised(base) : base;
        const { z } = computed(localG(values, weights, { minimumUnits: 2 }));
        for (let i = 0; i < z.length; i++) expect(z[i]).toBeCloseTo(twinZ(values, weights, i), 9);
      },
    ),
  );
});

test('z does not change when every value is scaled by a positive number and shifted', () => {
  fc.assert(
    fc.property(
      countsOnPoints,
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.integer({ min: -50, max: 50 }),
      (list, scale, shift) => {
        const weights = kNearestWeights(
          list.map(([, x]) => x),
          list.map(([, , y]) => y),
          3,
          { includeSelf: true },
        );
        const values = list.map(([value]) => value);
        const at = computed(localG(values, weights, { minimumUnits: 2 }));
        const moved = computed(
          localG(
            values.map((v) => v * scale + shift),
            weights,
            { minimumUnits: 2 },
          ),
        );
        expect(largestDifference(at.z, moved.z)).toBeLessThan(1e-9);
      },
    ),
  );
});

const line = (n: number) =>
  weightsFromLists(
    Array.from({ length: n }, (_, i) => [i - 1, i + 1].filter((j) => j >= 0 && j < n)),
    false,
  );

test('fewer than 30 units, equal values, all zeros and a value that is no number are refused by name', () => {
  expect(localG(new Float64Array(29).fill(1), line(29))).toMatchObject({ reason: 'too-few-units' });
  expect(localG(new Float64Array(30).fill(4), line(30))).toMatchObject({ reason: 'zero-variance' });
  expect(localG(new Float64Array(30), line(30))).toMatchObject({ reason: 'all-zero' });
  const withGap = Float64Array.from({ length: 30 }, (_, i) => (i === 7 ? Number.NaN : i));
  expect(localG(withGap, line(30))).toMatchObject({ reason: 'invalid-input', detail: /unit 7 has NaN/ });
});

test('a unit without neighbours, one whose weights reach everybody, and one that differs from all others alike are NaN', () => {
  const values = Float64Array.from({ length: 30 }, (_, i) => i % 7);
  const lists = Array.from({ length: 30 }, (_, i) => (i === 3 ? [] : [(i + 1) % 30]));
  expect(computed(localG(values, weightsFromLists(lists, false))).z[3]).toBeNaN();

  const all = Array.from({ length: 30 }, (_, i) => (i === 5 ? Array.from({ length: 30 }, (_, j) => j) : [i]));
  const reached = computed(localG(values, weightsFromLists(all, true)));
  expect(reached.z[5]).toBeNaN();
  expect(reached.pValue[5]).toBeNaN();
  expect(reached.z[6]).not.toBeNaN();

  const single = Float64Array.from({ length: 30 }, (_, i) => (i === 11 ? 0.3 : 0.1));
  const odd = computed(localG(single, line(30))).z;
  expect(odd[11]).toBeNaN();
  expect(odd[10]).toBeGreaterThan(0);
});

test('one huge value does not spoil Gi of its own unit', () => {
  const values = Array.from({ length: 31 }, (_, i) => (i === 9 ? 1e9 : (i * 7) % 5));
  const { z } = computed(localG(values, line(31)));
  expect(z[9]).toBeCloseTo(twinZ(values, line(31), 9), 6);
});

test('a cell with no incident of its own among busy neighbours has z above 0', () => {
  const pairs = Array.from({ length: 49 }, (_, i) => [i % 7, Math.floor(i / 7)]);
  const cells = {
    column: Int32Array.from(pairs, ([c]) => c),
    row: Int32Array.from(pairs, ([, r]) => r),
    count: 49,
  };
  const centre = indexCells(cells).indexOf(3, 3);
  const values = pairs.map(([c, r]) => (Math.max(Math.abs(c - 3), Math.abs(r - 3)) === 1 ? 10 : 0));
  const { z } = computed(localG(values, queenGridWeights(cells, { includeSelf: true })));
  expect(values[centre]).toBe(0);
  expect(z[centre]).toBe(Math.max(...z));
});

test('values and weights of different lengths are refused', () => {
  expect(() => localG([1, 2, 3], line(30))).toThrow(/got 3 values and 30 units/);
});
