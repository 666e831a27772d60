import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type KnoxEvents, knox } from '../../server/stats/knox.ts';
import { nearRepeatChains } from '../../server/stats/near-repeat-chains.ts';
import { isNotComputable } from '../../server/stats/not-computable.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { twoCountETest } from '../../server/stats/two-count-test.ts';

const oracle = (file: string) => readFileSync(new URL(`../oracles/${file}`, import.meta.url), 'utf8');

const reference: {
  distanceBreaksM: number[];
  timeBreaksDays: number[];
  manhattan: number[];
  euclidean: number[];
  chainsManhattan: number[];
  chainsEuclidean: number[];
  eTest: [k1: number, d1: number, k2: number, d2: number, p: number][];
} = JSON.parse(oracle('near-repeats.json'));

const rows = oracle('burkitt.csv')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number));
const burkitt: KnoxEvents = {
  x: Float64Array.from(rows, (row) => row[0]),
  y: Float64Array.from(rows, (row) => row[1]),
  day: Int32Array.from(rows, (row) => row[2]),
  timePrecision: 'day',
};

describe("Burkitt's lymphoma against R", () => {
  it.each(['manhattan', 'euclidean'] as const)(
    'counts the same pairs in 20 half-open cells, %s',
    (metric) => {
      const { distanceBreaksM, timeBreaksDays } = reference;
      const result = knox(burkitt, {
        distanceBreaksM,
        timeBreaksDays,
        metric,
        permutations: 1,
        random: seededRandom(1),
      });
      if (isNotComputable(result)) throw new Error(result.detail);
      expect(result.cells.map((cell) => cell.observed)).toEqual(reference[metric]);
    },
  );

  it.each([
    ['manhattan', reference.chainsManhattan],
    ['euclidean', reference.chainsEuclidean],
  ] as const)("finds chains of the same lengths as spdep's graph components, %s", (metric, lengths) => {
    const result = nearRepeatChains(burkitt, { withinM: 10, withinDays: 60, metric });
    if (isNotComputable(result)) throw new Error(result.detail);
    expect(result.chains.map((chain) => chain.eventCount)).toEqual(lengths);
  });
});

describe('the E-test against R', () => {
  it.each(reference.eTest)('%i over %f against %i over %f', (k1, d1, k2, d2, p) => {
    const result = twoCountETest(k1, d1, k2, d2);
    if (isNotComputable(result)) throw new Error(result.detail);
    expect(result.pValue).toBeCloseTo(p, 9);
  });
});
