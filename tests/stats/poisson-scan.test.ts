import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNotComputable } from '../../server/stats/not-computable.ts';
import { type PoissonScan, poissonScan, type ScanPlaces } from '../../server/stats/poisson-scan.ts';
import { seededRandom } from '../../server/stats/random.ts';

function scan(...args: Parameters<typeof poissonScan>): PoissonScan {
  const result = poissonScan(...args);
  if (isNotComputable(result)) throw new Error(`expected a scan, saw: ${result.detail}`);
  return result;
}

const reference: {
  counties: string[];
  x: number[];
  y: number[];
  cases: number[];
  births: number[];
  clusters: { counties: string[]; observed: number; expected: [number]; llr: [number] }[];
  nullQuantiles: { p50: [number]; p90: [number]; p95: [number] };
} = JSON.parse(readFileSync(new URL('../oracles/poisson-scan.json', import.meta.url), 'utf8'));

const carolina: ScanPlaces = {
  x: Float64Array.from(reference.x),
  y: Float64Array.from(reference.y),
  cases: Float64Array.from(reference.cases),
  population: Float64Array.from(reference.births),
};

function randomPlaces(n: number, seed: number, eventsPerPlace = 5): ScanPlaces {
  const random = seededRandom(seed);
  return {
    x: Float64Array.from({ length: n }, () => Math.floor(random() * 20)),
    y: Float64Array.from({ length: n }, () => Math.floor(random() * 20)),
    cases: Float64Array.from({ length: n }, () => Math.floor(random() * 2 * eventsPerPlace)),
    population: Float64Array.from({ length: n }, () => 50 + Math.floor(random() * 200)),
  };
}

/** Every circle through every place, its score from the formula; the best. */
function bestByHand({ x, y, cases, population }: ScanPlaces): { llr: number; members: string[] } {
  const people = population.reduce((a, b) => a + b, 0);
  const C = cases.reduce((a, b) => a + b, 0);
  let llr = 0;
  let members: string[] = [];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < x.length; j++) {
      const squared = (k: number) => (x[k] - x[i]) ** 2 + (y[k] - y[i]) ** 2;
      const inside = [...x.keys()].filter((k) => squared(k) <= squared(j));
      const c = inside.reduce((sum, k) => sum + cases[k], 0);
      const here = inside.reduce((sum, k) => sum + population[k], 0);
      const e = (here * C) / people;
      if (here > people / 2 || c <= e) continue;
      const score = c * Math.log(c / e) + (C - c > 0 ? (C - c) * Math.log((C - c) / (C - e)) : 0);
      if (score > llr + 1e-9) {
        llr = score;
        members = [];
      }
      if (score > llr - 1e-9) members.push(inside.join());
    }
  }
  return { llr, members };
}

describe('the Poisson scan of sudden infant deaths in North Carolina, 1974-84', () => {
  const result = scan(carolina, { random: seededRandom(1), mostClusters: 3 });

  it('finds the five counties of Kulldorff (1997), with 139 deaths', () => {
    const [first, second] = result.clusters;
    const names = (members: Int32Array) => Array.from(members, (i) => reference.counties[i]).sort();
    expect(names(first.members)).toEqual(['Bladen', 'Columbus', 'Hoke', 'Robeson', 'Scotland']);
    expect(first.observed).toBe(139);
    expect(first.pValue).toBe(0.001);
    expect(names(second.members)).toEqual(['Halifax', 'Hertford', 'Northampton']);
  });

  it('agrees with the scan written in R on places, expected deaths and likelihood ratio of all three', () => {
    expect(result.clusters.length).toBe(3);
    result.clusters.forEach((cluster, k) => {
      const theirs = reference.clusters[k];
      expect(Array.from(cluster.members, (i) => reference.counties[i]).sort()).toEqual(
        [...theirs.counties].sort(),
      );
      expect(cluster.observed).toBe(theirs.observed);
      expect(cluster.expected).toBeCloseTo(theirs.expected[0], 9);
      expect(cluster.logLikelihoodRatio).toBeCloseTo(theirs.llr[0], 9);
    });
  });

  it("puts the third, between R's 95th percentile of best scores and beyond, at p near 0.04", () => {
    expect(reference.clusters[2].llr[0]).toBeGreaterThan(reference.nullQuantiles.p95[0]);
    // p < 0.05 + 3 Monte Carlo standard errors of two runs of 999
    expect(result.clusters[2].pValue).toBeLessThan(0.05 + 3 * Math.sqrt((2 * 0.05 * 0.95) / 999));
    expect(result.clusters[2].pValue).toBeGreaterThan(0.01);
  });
});

describe('the Poisson scan against its own definition', () => {
  it('finds the best of all circles, ties in distance taken whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 25 }), fc.nat(100_000), (n, seed) => {
        const places = randomPlaces(n, seed, 2);
        fc.pre(places.cases.some((count) => count > 0));
        const byHand = bestByHand(places);
        const { clusters } = scan(places, { random: seededRandom(1), replicates: 1, mostClusters: 1 });
        if (byHand.members.length === 0) expect(clusters).toEqual([]);
        else {
          expect(clusters[0].logLikelihoodRatio).toBeCloseTo(byHand.llr, 9);
          expect(byHand.members).toContain([...clusters[0].members].sort((a, b) => a - b).join());
        }
      }),
      { numRuns: 150, seed: 9 },
    );
  });

  it('returns clusters that share no place, in falling order, each inside half the population', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 60 }), fc.nat(100_000), (n, seed) => {
        const places = randomPlaces(n, seed);
        fc.pre(places.cases.some((count) => count > 0));
        const { clusters } = scan(places, { random: seededRandom(1), replicates: 1 });
        const people = places.population.reduce((a, b) => a + b, 0);
        const seen = new Set<number>();
        clusters.forEach((cluster, k) => {
          for (const i of cluster.members) {
            expect(seen.has(i)).toBe(false);
            seen.add(i);
          }
          expect(cluster.observed).toBeGreaterThan(cluster.expected);
          expect(cluster.relativeRisk).toBeGreaterThan(1);
          const inside = cluster.members.reduce((sum, i) => sum + places.population[i], 0);
          expect(inside).toBeLessThanOrEqual(people / 2 + 1e-9);
          if (k > 0) {
            expect(cluster.logLikelihoodRatio).toBeLessThanOrEqual(clusters[k - 1].logLikelihoodRatio);
            expect(cluster.pValue).toBeGreaterThanOrEqual(clusters[k - 1].pValue);
          }
        });
      }),
      { numRuns: 60, seed: 10 },
    );
  });
});

describe('properties of the Poisson scan', () => {
  it('finds a planted cluster and gives it the smallest p', () => {
    const places = randomPlaces(100, 4);
    const cases = places.cases.map((count, i) =>
      Math.hypot(places.x[i] - 5, places.y[i] - 5) < 3 ? 60 : count,
    );
    const { clusters } = scan({ ...places, cases }, { random: seededRandom(2), replicates: 199 });
    expect(clusters[0].pValue).toBe(1 / 200);
    expect([...clusters[0].members].every((i) => cases[i] === 60)).toBe(true);
  });

  it('says p below 0.05 about one time in twenty when events follow the population', () => {
    let rejected = 0;
    for (let run = 0; run < 200; run++) {
      const places = randomPlaces(30, 500 + run);
      const random = seededRandom(run);
      const people = places.population.reduce((a, b) => a + b, 0);
      const cases = new Float64Array(30);
      for (let k = 0; k < 150; k++) {
        let target = random() * people;
        let i = 0;
        while (target >= places.population[i]) target -= places.population[i++];
        cases[i]++;
      }
      const { clusters } = scan(
        { ...places, cases },
        { random: seededRandom(run), replicates: 99, mostClusters: 1 },
      );
      if (clusters.length > 0 && clusters[0].pValue <= 0.05) rejected++;
    }
    // Binomial(200, 0.05): mean 10, standard deviation 3.1
    expect(rejected).toBeGreaterThan(1);
    expect(rejected).toBeLessThan(21);
  });

  it('repeats from its seed and reports progress to the end', () => {
    const seen: number[] = [];
    const run = () =>
      scan(carolina, {
        random: seededRandom(3),
        replicates: 20,
        onProgress: (done: number) => seen.push(done),
      });
    expect(run()).toEqual(run());
    expect(seen.slice(-1)).toEqual([20]);
  });

  it('is the same for a map moved, turned by a right angle or measured in other units', () => {
    const first = scan(carolina, { random: seededRandom(3), replicates: 9 }).clusters[0];
    const turned = { ...carolina, x: carolina.y.map((y) => 1000 * y), y: carolina.x.map((x) => -1000 * x) };
    const again = scan(turned, { random: seededRandom(3), replicates: 9 }).clusters[0];
    expect([...again.members].sort()).toEqual([...first.members].sort());
    expect(again.radiusM).toBeCloseTo(1000 * first.radiusM, 3);
  });
});

describe('refusals of the Poisson scan', () => {
  const places = randomPlaces(10, 1);
  it('says why it cannot scan', () => {
    const none = new Float64Array(10);
    expect(poissonScan({ ...places, cases: none }, { random: seededRandom(1) })).toMatchObject({
      reason: 'all-zero',
    });
    expect(poissonScan({ ...places, population: none }, { random: seededRandom(1) })).toMatchObject({
      reason: 'zero-denominator',
    });
    const oneEmpty = places.population.map((people, i) => (places.cases[i] > 0 ? 0 : people + 1));
    expect(poissonScan({ ...places, population: oneEmpty }, { random: seededRandom(1) })).toMatchObject({
      reason: 'zero-denominator',
    });
    expect(
      poissonScan({ ...places, cases: places.cases.map((c) => c + 0.5) }, { random: seededRandom(1) }),
    ).toMatchObject({
      reason: 'invalid-input',
    });
  });

  it('throws for a share above one half', () => {
    expect(() => poissonScan(places, { random: seededRandom(1), largestPopulationShare: 0.8 })).toThrow(
      /up to 0.5/,
    );
  });
});
